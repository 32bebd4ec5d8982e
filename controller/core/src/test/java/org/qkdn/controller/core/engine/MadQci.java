package org.qkdn.controller.core.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.qkdn.controller.core.model.AttachmentPoint;
import org.qkdn.controller.core.model.Channel;
import org.qkdn.controller.core.model.Inventory;
import org.qkdn.controller.core.model.Loss;
import org.qkdn.controller.core.model.LossModel;
import org.qkdn.controller.core.model.Maintenance;
import org.qkdn.controller.core.model.ModuleId;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.OpticalPlant;
import org.qkdn.controller.core.model.PairingPolicy;
import org.qkdn.controller.core.model.Policy;
import org.qkdn.controller.core.model.QkdModule;
import org.qkdn.controller.core.model.RateTable;
import org.qkdn.controller.core.model.Role;
import org.qkdn.controller.core.model.SaeId;
import org.qkdn.controller.core.model.SecretKeyRate;

/**
 * MadQCI's nine sites and nine spans, with rates of its published table, as a simulated network: eight fixed pairs over
 * the spans (ID Quantique and Toshiba), and switched CV pairs of HWDU. QUIRON joins by a fixed pair here, to keep the
 * network whole without its switched one.
 */
public final class MadQci {
    Policy policy = Policy.DEFAULT;
    PairingPolicy pairing = PairingPolicy.DEFAULT;
    Map<String, Maintenance> maintenance = Map.of();
    public static final NodeName QUINTO = new NodeName("QUINTO");
    public static final NodeName QUIJANO = new NodeName("QUIJANO");
    public static final NodeName QUEVEDO = new NodeName("QUEVEDO");
    public static final NodeName NORTE = new NodeName("NORTE");
    public static final NodeName DISTRITO = new NodeName("DISTRITO");
    public static final NodeName CONCEPCION = new NodeName("CONCEPCION");
    public static final NodeName QUIJOTE = new NodeName("QUIJOTE");
    public static final NodeName QUINTIN = new NodeName("QUINTIN");
    public static final NodeName QUIRON = new NodeName("QUIRON");
    public static final List<NodeName> NODES =
            List.of(CONCEPCION, DISTRITO, NORTE, QUEVEDO, QUIJANO, QUIJOTE, QUINTIN, QUINTO, QUIRON);

    /** The switched transmitter at QUIJOTE, and receivers at QUEVEDO, NORTE and DISTRITO. */
    public static final ModuleId TRANSMITTER = new ModuleId(QUIJOTE, 10);

    public static final ModuleId SECOND_TRANSMITTER = new ModuleId(QUINTIN, 10);
    public static final ModuleId AT_QUEVEDO = new ModuleId(QUEVEDO, 10);
    public static final ModuleId AT_NORTE = new ModuleId(NORTE, 10);

    private static final RateTable RATES = new RateTable(
            List.of(), List.of(new LossModel("CV-QKD", new SecretKeyRate(22_700), new Loss(6500), Optional.empty())));

    private final Map<String, OpticalPlant.Span> spans = new TreeMap<>();
    private final List<OpticalPlant.FixedPair> fixedPairs = new ArrayList<>();
    private final Map<ModuleId, QkdModule> modules = new TreeMap<>();
    private final Map<ModuleId, SecretKeyRate> rates = new HashMap<>();
    private final Map<String, OpticalPlant.Switch> switches = new TreeMap<>();

    public MadQci() {
        span(QUIRON, QUIJOTE, 8720);
        span(QUIJOTE, QUINTIN, 7470);
        span(QUIJOTE, QUEVEDO, 1400);
        span(QUEVEDO, NORTE, 3000);
        span(CONCEPCION, DISTRITO, 14300);
        span(NORTE, DISTRITO, 8300);
        span(NORTE, CONCEPCION, 2900);
        span(QUEVEDO, QUIJANO, 11800);
        span(QUIJANO, QUINTO, 2000);
        fixed(QUIRON, QUIJOTE, 1, 34, 3300);
        fixed(QUIJOTE, QUINTIN, 2, 34, 1900);
        fixed(QUIJOTE, QUEVEDO, 3, 1310, 2040);
        fixed(QUEVEDO, NORTE, 4, 1310, 1400);
        fixed(CONCEPCION, DISTRITO, 5, 1310, 1_039_900);
        fixed(NORTE, DISTRITO, 6, 32, 1500);
        fixed(NORTE, CONCEPCION, 7, 1310, 242_300);
        fixed(QUEVEDO, QUIJANO, 8, 1310, 37_200);
        fixed(QUIJANO, QUINTO, 9, 1310, 2_857_100);
        switchAt(QUINTIN, Map.of(11, port("QUIJOTE-QUINTIN", 37), 12, port("QUIJOTE-QUINTIN", 38)));
        switchAt(
                QUIJOTE,
                Map.of(
                        11, port("QUIJOTE-QUEVEDO", 37),
                        12, port("QUIJOTE-QUEVEDO", 38),
                        13, port("QUIJOTE-QUINTIN", 37),
                        14, port("QUIJOTE-QUINTIN", 38)));
        switchAt(
                QUEVEDO,
                Map.of(
                        11, port("QUIJOTE-QUEVEDO", 37),
                        12, port("QUIJOTE-QUEVEDO", 38),
                        13, port("QUEVEDO-NORTE", 37),
                        14, port("QUEVEDO-NORTE", 38)));
        switchAt(NORTE, Map.of(11, port("QUEVEDO-NORTE", 37), 12, port("QUEVEDO-NORTE", 38)));
        switched(TRANSMITTER, Role.TRANSMITTER, 4000);
        switched(SECOND_TRANSMITTER, Role.TRANSMITTER, 1000);
        switched(AT_QUEVEDO, Role.RECEIVER, 4000);
        switched(AT_NORTE, Role.RECEIVER, 7100);
    }

    private void span(NodeName a, NodeName b, int milliDb) {
        String name = a + "-" + b;
        spans.put(name, new OpticalPlant.Span(name, a, b, new Loss(milliDb), Set.of()));
    }

    private void fixed(NodeName a, NodeName b, int number, int channel, long rate) {
        ModuleId transmitter = new ModuleId(a, number);
        ModuleId receiver = new ModuleId(b, number);
        module(transmitter, "Toshiba MU", "DV-QKD", Role.TRANSMITTER, Optional.empty(), rate);
        module(receiver, "Toshiba MU", "DV-QKD", Role.RECEIVER, Optional.empty(), rate);
        fixedPairs.add(new OpticalPlant.FixedPair(
                "link-" + number, transmitter, receiver, List.of(a + "-" + b), new Channel(channel), Optional.empty()));
    }

    private void switched(ModuleId id, Role role, long rate) {
        module(id, "HWDU CV", "CV-QKD", role, Optional.of(new AttachmentPoint(switchName(id.node()), 1)), rate);
    }

    private void module(
            ModuleId id, String model, String technology, Role role, Optional<AttachmentPoint> attachment, long rate) {
        modules.put(
                id, new QkdModule(id, model, technology, role, "", Optional.of(new Loss(20_000)), attachment, true));
        rates.put(id, new SecretKeyRate(rate));
    }

    private void switchAt(NodeName site, Map<Integer, OpticalPlant.SpanPort> ports) {
        String name = switchName(site);
        switches.put(name, new OpticalPlant.Switch(name, site, new Loss(1500), ports));
    }

    private static OpticalPlant.SpanPort port(String span, int channel) {
        return new OpticalPlant.SpanPort(span, new Channel(channel));
    }

    public static String switchName(NodeName site) {
        return "switch-" + site;
    }

    public static String sae(NodeName node) {
        return "sae-" + node;
    }

    Inventory inventory() {
        Map<NodeName, Inventory.Node> nodes = new TreeMap<>();
        Map<SaeId, NodeName> saes = new TreeMap<>();
        NODES.forEach(node -> {
            nodes.put(node, new Inventory.Node("", 0));
            saes.put(new SaeId(sae(node)), node);
        });
        return new Inventory(nodes, saes, policy, maintenance);
    }

    public OpticalPlant plant(OpticalPlant.WantedPairing... wanted) {
        return new OpticalPlant(spans, switches, fixedPairs, List.of(wanted), RATES, pairing);
    }

    public static OpticalPlant.WantedPairing wanted(ModuleId transmitter, ModuleId receiver) {
        return new OpticalPlant.WantedPairing(transmitter, receiver, Optional.empty());
    }

    List<QkdModule> modules(NodeName node) {
        return modules.values().stream()
                .filter(module -> module.id().node().equals(node))
                .toList();
    }

    SecretKeyRate rate(ModuleId module) {
        return rates.get(module);
    }
}
