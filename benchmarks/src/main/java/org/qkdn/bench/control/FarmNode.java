package org.qkdn.bench.control;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.opendaylight.yangtools.yang.data.api.schema.DataContainerChild;
import org.qkdn.agent.AgentConfiguration;
import org.qkdn.agent.desired.Attachment;
import org.qkdn.agent.desired.Link;
import org.qkdn.agent.desired.NodeConfiguration;
import org.qkdn.agent.desired.PhysLink;
import org.qkdn.agent.desired.QkdInterface;
import org.qkdn.agent.desired.Role;
import org.qkdn.agent.plan.KeyStorePlan;
import org.qkdn.agent.report.ApplicationHistory;
import org.qkdn.agent.report.InterfaceCondition;
import org.qkdn.agent.report.LinkCondition;
import org.qkdn.agent.report.LinkStatus;
import org.qkdn.agent.report.NodeConditions;
import org.qkdn.agent.report.NodeEvent;
import org.qkdn.agent.rules.CommitRules;
import org.qkdn.agent.rules.ConfigurationRules;
import org.qkdn.agent.yang.ConfigurationReader;
import org.qkdn.agent.yang.InventoryWriter;
import org.qkdn.agent.yang.NotificationWriter;
import org.qkdn.agent.yang.StateWriter;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.QkdModule;
import org.qkdn.netconf.NetconfError;
import org.qkdn.netconf.NetconfServer;
import org.qkdn.netconf.NetconfSettings;
import org.qkdn.netconf.NetconfUser;
import org.qkdn.netconf.RpcHandler;
import org.qkdn.netconf.TreeDatastore;
import org.qkdn.netconf.YangModel;

/** An SDN agent as it is towards controllers, with imaginary key stores and modules behind it, in memory. */
final class FarmNode implements AutoCloseable {
    private static final long STORED_BITS = 1_000_000;
    private static final int QBER_PPM = 20_000;

    private final NetconfServer server;
    private final NotificationWriter notifications;
    private final Map<Integer, InterfaceCondition> interfaces = new HashMap<>();
    private final ApplicationHistory history = ApplicationHistory.of(Map.of(), Instant.EPOCH);
    private final Map<String, Long> rates = new ConcurrentHashMap<>();
    private final Set<String> dark = ConcurrentHashMap.newKeySet();
    private final Set<String> followed = ConcurrentHashMap.newKeySet();
    private volatile NodeConfiguration configuration = NodeConfiguration.empty();

    FarmNode(
            NodeName name,
            List<QkdModule> modules,
            int port,
            Path hostKey,
            NetconfUser controller,
            YangModel model,
            Runnable committed)
            throws IOException {
        var id = ObedientNodes.id(name).toString();
        notifications = new NotificationWriter(id);
        var plan = new KeyStorePlan(Set.of(LargeNetwork.sae(name).value()));
        var datastore = TreeDatastore.builder(model)
                .initial(InventoryWriter.fresh(new AgentConfiguration.Node(name.value(), id, "1", "")))
                .hook(new CommitRules(new ConfigurationRules(id, plan), after -> {
                    configuration = after;
                    committed.run();
                }))
                .state(this::state)
                .build();
        try {
            datastore.write(
                    CommitRules.AGENT,
                    change -> modules.forEach(module -> InventoryWriter.module(
                            change,
                            described(module),
                            new Attachment("fibre", module.id().interfaceId()))));
        } catch (NetconfError e) {
            throw new IOException(e);
        }
        configuration = ConfigurationReader.read(datastore.running());
        modules.forEach(module -> interfaces.put(
                Math.toIntExact(module.id().interfaceId()),
                new InterfaceCondition(InterfaceCondition.Status.ENABLED, Optional.empty())));
        server = NetconfServer.start(
                new NetconfSettings("127.0.0.1", port, hostKey, List.of(controller)),
                model,
                datastore,
                RpcHandler.none());
    }

    private static QkdInterface described(QkdModule module) {
        return new QkdInterface(
                module.id().interfaceId(),
                Optional.of(module.model()),
                Optional.of("DV-QKD"),
                Optional.of(Role.valueOf(module.role().name())),
                Optional.empty(),
                Optional.of(BigDecimal.valueOf(20)));
    }

    private List<DataContainerChild> state() {
        var node = configuration;
        var links = new HashMap<String, LinkCondition>();
        node.links().forEach((id, link) -> links.put(id, condition(link)));
        return List.of(StateWriter.write(node, new NodeConditions(true, interfaces, links, Map.of()), history));
    }

    private LinkCondition condition(Link link) {
        if (!(link instanceof PhysLink)) {
            return new LinkCondition(
                    LinkStatus.ACTIVE, Optional.empty(), 0, Optional.empty(), 0, Optional.empty(), Optional.empty());
        }
        if (dark.contains(link.id()) || !link.enabled()) {
            return new LinkCondition(
                    LinkStatus.PASSIVE,
                    Optional.of(new LinkCondition.Rates(0, 0)),
                    0,
                    Optional.empty(),
                    STORED_BITS,
                    Optional.of("no light"),
                    Optional.empty());
        }
        var rate = rates.getOrDefault(link.id(), LargeNetwork.LINK_RATE.bitsPerSecond());
        return new LinkCondition(
                LinkStatus.ACTIVE,
                Optional.of(new LinkCondition.Rates(rate, rate)),
                0,
                Optional.of(QBER_PPM),
                STORED_BITS,
                Optional.empty(),
                Optional.empty());
    }

    /** Whether a link of that id ends here. */
    boolean has(String link) {
        return configuration.links().containsKey(link);
    }

    void down(String link) {
        dark.add(link);
        publish(new NodeEvent.LinkDown(link, "no light"));
    }

    void up(String link) {
        dark.remove(link);
        perform(link, LargeNetwork.LINK_RATE.bitsPerSecond());
    }

    /** Some link here makes key at another rate; none that is followed. */
    void performSome() {
        var links = configuration
                .physLinks()
                .map(PhysLink::id)
                .filter(link -> !followed.contains(link))
                .toList();
        if (!links.isEmpty()) {
            var random = ThreadLocalRandom.current();
            perform(links.get(random.nextInt(links.size())), 1_000_000 + random.nextInt(100_000));
        }
    }

    /** From now on it makes key at the rate that somebody looks for, until he says another. */
    void follow(String link, long rate) {
        followed.add(link);
        perform(link, rate);
    }

    private void perform(String link, long rate) {
        rates.put(link, rate);
        Optional.ofNullable(configuration.links().get(link))
                .ifPresent(here -> publish(new NodeEvent.LinkPerformance(link, condition(here))));
    }

    private void publish(NodeEvent event) {
        server.notifications().publish(notifications.write(event), Instant.now());
    }

    @Override
    public void close() {
        server.close();
    }
}
