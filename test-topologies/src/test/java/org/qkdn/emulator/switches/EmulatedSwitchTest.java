package org.qkdn.emulator.switches;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opendaylight.yangtools.yang.common.Uint32;
import org.opendaylight.yangtools.yang.data.spi.node.ImmutableNodes;
import org.qkdn.emulator.pki.Pki;
import org.qkdn.emulator.plant.CrossConnect;
import org.qkdn.emulator.plant.FibrePlant;
import org.qkdn.emulator.plant.Light;
import org.qkdn.emulator.plant.LivePlant;
import org.qkdn.emulator.topology.ModuleRef;
import org.qkdn.emulator.topology.Topology;
import org.qkdn.emulator.topology.TopologyException;
import org.qkdn.emulator.topology.TopologyFile;
import org.qkdn.emulator.topology.Wavelength;
import org.qkdn.netconf.NetconfError;
import org.qkdn.netconf.NetconfSettings;
import org.qkdn.netconf.NetconfUser;
import org.qkdn.netconf.YangModel;
import org.qkdn.netconf.client.Dom;
import org.qkdn.netconf.client.NetconfClients;
import org.qkdn.netconf.client.NetconfSession;
import org.qkdn.netconf.client.NetconfTarget;
import org.qkdn.netconf.client.Rpc;
import org.qkdn.netconf.client.SessionListener;
import org.qkdn.netconf.client.Timing;
import org.qkdn.optical.NetconfPolatisSwitch;
import org.qkdn.optical.OpticalSwitch;
import org.qkdn.optical.SwitchListener;
import org.qkdn.optical.SwitchResult;

/** The emulated switch, driven by the driver that the controller uses. */
class EmulatedSwitchTest {
    private static final YangModel MODEL = EmulatedSwitch.model();
    private static final ModuleRef HWDU_TX = new ModuleRef("QUIRON", 1);
    private static final Wavelength C37 = new Wavelength(37);

    @TempDir
    private Path state;

    private final NetconfClients clients = new NetconfClients(Timing.DEFAULT, 1);
    private final LivePlant plant = new LivePlant();
    private Topology madqci;
    private Pki pki;
    private EmulatedSwitch device;
    private int port;

    @BeforeEach
    void startSwitch() throws IOException, TopologyException {
        madqci = TopologyFile.find("madqci");
        pki = Pki.open(state.resolve("pki"), List.of(), List.of("controller", "host"), Clock.systemUTC());
        port = org.qkdn.emulator.FreePorts.one();
        start();
    }

    @AfterEach
    void stop() {
        clients.close();
        device.close();
    }

    @Test
    void whatTheDriverConnectsChangesTheLight() throws IOException {
        // the far switch is set by hand
        plant.connect("switch-QUIJOTE", Set.of(new CrossConnect(3, 1)));
        assertEquals(new Light.Dark("switch-QUIRON connects port 1 to nothing"), light());
        try (var driver = driver()) {
            assertEquals("QKDN emulator", driver.identity().manufacturer());
            assertInstanceOf(SwitchResult.Applied.class, driver.connect(1, 2));
            var arrives = assertInstanceOf(Light.Arrives.class, light());
            assertEquals(new ModuleRef("QUIJOTE", 1), arrives.receiver());
            assertEquals(8720 + 2 * 1500, arrives.path().loss().milliDb());
            assertInstanceOf(SwitchResult.Applied.class, driver.disconnect(1));
            assertEquals(new Light.Dark("switch-QUIRON connects port 1 to nothing"), light());
        }
    }

    @Test
    void refusesWhatItCannotConnectAndChangesNothing() throws IOException {
        try (var driver = driver()) {
            assertInstanceOf(SwitchResult.Applied.class, driver.connect(1, 2));
            refused("there is no port 17: this switch has ports 1 to 16", driver.connect(3, 17));
            refused("port 2 would be used twice", driver.connect(2, 5));
            refused("port 4 cannot be connected to itself", driver.connect(4, 4));
            assertEquals(Map.of(1, 2), driver.crossConnects());
            assertEquals(
                    Set.of(new CrossConnect(1, 2)), plant.get().crossConnects().get("switch-QUIRON"));
        }
    }

    @Test
    void aDisabledPortPassesNoLightAndTakesNoConnection() throws IOException, NetconfError {
        try (var driver = driver()) {
            assertInstanceOf(SwitchResult.Applied.class, driver.connect(1, 2));
            portSetState("port-disab", 2, 3);
            assertEquals(Set.of(), plant.get().crossConnects().get("switch-QUIRON"));
            refused("port 3 is disabled", driver.connect(4, 3));
            portSetState("port-enab", 2, 3);
            assertEquals(
                    Set.of(new CrossConnect(1, 2)), plant.get().crossConnects().get("switch-QUIRON"));
        }
    }

    @Test
    void keepsItsConnectionsOverARestart() throws IOException {
        try (var driver = driver()) {
            assertInstanceOf(SwitchResult.Applied.class, driver.apply(pairs(1, 2, 5, 6), Set.of(1, 2, 5, 6)));
        }
        device.close();
        plant.connect("switch-QUIRON", Set.of());
        start();
        assertEquals(
                Set.of(new CrossConnect(1, 2), new CrossConnect(5, 6)),
                plant.get().crossConnects().get("switch-QUIRON"));
        try (var driver = driver()) {
            assertEquals(pairs(1, 2, 5, 6), driver.crossConnects());
        }
    }

    @Test
    void namesItsPorts() throws IOException {
        try (var session = session()) {
            var answer = session.demand(Rpc.get("http://www.polatis.com/yang/optical-switch", "port-config"));
            var ports = Dom.children(Dom.find(answer, "data", "port-config").orElseThrow(), "port");
            assertEquals(16, ports.size());
            var first = ports.stream()
                    .filter(p -> Dom.text(p, "port-id").equals(Optional.of("1")))
                    .findFirst()
                    .orElseThrow();
            assertEquals("module QUIRON/1", Dom.text(first, "label").orElse(""));
            assertEquals("ENABLED", Dom.text(first, "status").orElse(""));
        }
    }

    private static void refused(String reason, SwitchResult result) {
        var refused = assertInstanceOf(SwitchResult.Refused.class, result);
        assertEquals(true, refused.reason().contains(reason), refused.reason());
    }

    private void portSetState(String leafList, int... ports) throws NetconfError {
        var list = ImmutableNodes.<Uint32>newSystemLeafSetBuilder().withNodeIdentifier(SwitchTree.id(leafList));
        for (int number : ports) {
            list.withChildValue(Uint32.valueOf(number));
        }
        var input = SwitchTree.container("input", List.of(list.build()));
        assertEquals(Optional.empty(), device.invoke(SwitchTree.name("port-set-state"), input, "controller"));
    }

    private void start() throws IOException {
        var quiron = madqci.switchAt("QUIRON").orElseThrow();
        var users =
                List.of(NetconfUser.of("controller", pki.sshPublicKey("controller"), NetconfUser.Access.READ_WRITE));
        device = EmulatedSwitch.start(
                quiron,
                Map.of(1, "module QUIRON/1"),
                new NetconfSettings("127.0.0.1", port, pki.sshKey("host"), users),
                MODEL,
                state.resolve("switch.xml"),
                plant);
    }

    private Light light() {
        return new FibrePlant(madqci).follow(HWDU_TX, C37, plant.get());
    }

    private NetconfTarget target() throws IOException {
        return new NetconfTarget.Ssh(
                "127.0.0.1", port, "controller", pki.sshKey("controller"), pki.fingerprint("host"));
    }

    private NetconfSession session() throws IOException {
        return clients.connect(target(), SessionListener.NONE);
    }

    private OpticalSwitch driver() throws IOException {
        return NetconfPolatisSwitch.open(clients, target(), new SwitchListener() {
            @Override
            public void changed() {
                // the test looks itself
            }

            @Override
            public void closed(String reason) {
                // at the end of each test
            }
        });
    }

    private static SortedMap<Integer, Integer> pairs(int... ports) {
        var map = new TreeMap<Integer, Integer>();
        for (int i = 0; i < ports.length; i += 2) {
            map.put(ports[i], ports[i + 1]);
        }
        return map;
    }
}
