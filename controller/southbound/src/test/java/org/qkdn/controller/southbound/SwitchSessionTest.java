package org.qkdn.controller.southbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.opendaylight.yangtools.yang.common.ErrorTag;
import org.opendaylight.yangtools.yang.common.QName;
import org.opendaylight.yangtools.yang.common.QNameModule;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier.NodeIdentifier;
import org.opendaylight.yangtools.yang.data.api.schema.ContainerNode;
import org.opendaylight.yangtools.yang.data.spi.node.ImmutableNodes;
import org.opendaylight.yangtools.yang.model.api.SchemaContext;
import org.qkdn.controller.core.engine.Command;
import org.qkdn.controller.core.engine.Event;
import org.qkdn.controller.core.model.Channel;
import org.qkdn.controller.core.model.Loss;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.OpticalPlant;
import org.qkdn.netconf.ConfigChange;
import org.qkdn.netconf.NetconfError;
import org.qkdn.netconf.NetconfServer;
import org.qkdn.netconf.NetconfSettings;
import org.qkdn.netconf.NetconfUser;
import org.qkdn.netconf.RpcHandler;
import org.qkdn.netconf.TreeDatastore;
import org.qkdn.netconf.YangModel;
import org.qkdn.netconf.client.NetconfClients;
import org.qkdn.netconf.client.NetconfTarget;
import org.qkdn.netconf.client.Timing;
import org.qkdn.optical.NetconfPolatisSwitch;
import org.qkdn.optical.SwitchListener;

/** Sessions with an optical switch, against a NETCONF server over SSH. */
@Timeout(180)
class SwitchSessionTest {
    private static final String NAME = "SW-1";
    private static final YangModel MODEL = YangModel.ofClasspath("optical-switch@2018-03-22");
    private static final QNameModule POLATIS =
            QNameModule.of("http://www.polatis.com/yang/optical-switch", "2018-03-22");
    private static final ContainerNode SETTINGS = ImmutableNodes.newContainerBuilder()
            .withNodeIdentifier(new NodeIdentifier(SchemaContext.NAME))
            .withChild(ImmutableNodes.newContainerBuilder()
                    .withNodeIdentifier(new NodeIdentifier(QName.create(POLATIS, "system-config")))
                    .withChild(ImmutableNodes.leafNode(QName.create(POLATIS, "start-up-mode"), "MODE_PRESERVE"))
                    .build())
            .build();
    private static final Pace QUICK = new Pace(
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            Duration.ofMillis(300),
            Duration.ofMillis(50),
            Duration.ofMillis(400),
            Duration.ofMillis(100));

    private final HeardEvents events = new HeardEvents();
    private final LimitedMandate mandate = new LimitedMandate();

    @TempDir
    private Path directory;

    private volatile boolean broken;
    private TestKey hostKey;
    private TestKey userKey;
    private NetconfServer server;
    private Southbound southbound;

    @BeforeEach
    void start() throws Exception {
        hostKey = TestKey.in(directory, "host.pem");
        userKey = TestKey.in(directory, "controller.pem");
        server = NetconfServer.start(
                new NetconfSettings(
                        "127.0.0.1",
                        0,
                        hostKey.file(),
                        List.of(new NetconfUser(
                                "controller", userKey.pair().getPublic(), NetconfUser.Access.READ_WRITE))),
                MODEL,
                TreeDatastore.builder(MODEL).initial(SETTINGS).hook(this::check).build(),
                RpcHandler.none());
        southbound = new Southbound(
                name -> Optional.of(userKey.file()), mandate, Timing.DEFAULT, QUICK, new SplittableRandom(1), events);
        southbound.plant(new OpticalPlant(Map.of(), Map.of(NAME, opticalSwitch(1, 2, 9, 10)), List.of(), List.of()));
        southbound.register(Registry.of(
                List.of(),
                List.of(new ManagedDevice(
                        NAME, "127.0.0.1", server.port(), "controller", "controller", hostKey.fingerprint()))));
        events.await(Event.SwitchReported.class);
    }

    @AfterEach
    void stop() {
        southbound.close();
        server.close();
    }

    @Test
    void reportsWhatTheSwitchConnectsWhenTheSessionOpensAndAfterEachChange() {
        assertTrue(events.await(Event.SwitchReported.class).crossConnects().isEmpty());
        program(pairs(1, 9));
        awaitConnected(pairs(1, 9));
        program(pairs(1, 10, 2, 9));
        awaitConnected(pairs(1, 10, 2, 9));
    }

    @Test
    void seesWhatOthersConnectAndLeavesPortsAloneThatThePlantDoesNotKnow() throws Exception {
        try (var clients = new NetconfClients(Timing.DEFAULT, 1);
                var other = NetconfPolatisSwitch.open(
                        clients,
                        new NetconfTarget.Ssh(
                                "127.0.0.1", server.port(), "controller", userKey.file(), hostKey.fingerprint()),
                        SILENT)) {
            other.connect(7, 15);
            other.connect(2, 10);
        }
        awaitConnected(pairs(2, 10, 7, 15));

        program(pairs(1, 9));
        awaitConnected(pairs(1, 9, 7, 15));
    }

    @Test
    void aRefusalNamesThePortAndIsTriedAgain() {
        broken = true;
        program(pairs(1, 9));
        final var failed = events.await(Event.ProgrammingFailed.class);
        assertEquals(NAME, failed.target());
        assertTrue(failed.reason().startsWith("port 1: "), failed.reason());
        assertTrue(failed.reason().contains("mirror stuck"), failed.reason());

        broken = false;
        awaitConnected(pairs(1, 9));
    }

    @Test
    void aSwitchIsLeftAloneWithoutAMandate() {
        mandate.holdsFor(0);
        program(pairs(1, 9));
        events.await(Event.SwitchUnreachable.class);

        final var before = events.count();
        final var report = events.await(before, Event.SwitchReported.class, later -> true);
        assertTrue(report.crossConnects().isEmpty(), report.toString());
    }

    @Test
    void saysThatTheSwitchIsOutOfReach() {
        events.await(Event.SwitchReported.class);
        server.close();
        assertEquals(NAME, events.await(Event.SwitchUnreachable.class).name());
    }

    private static final SwitchListener SILENT = new SwitchListener() {
        @Override
        public void changed() {
            // not of interest here
        }

        @Override
        public void closed(String reason) {
            // not of interest here
        }
    };

    private void check(ConfigChange change) throws NetconfError {
        if (broken) {
            throw NetconfError.application(ErrorTag.OPERATION_FAILED, "mirror stuck");
        }
    }

    private void program(SortedMap<Integer, Integer> pairs) {
        southbound.execute(new Command.ProgramSwitch(NAME, pairs));
    }

    private void awaitConnected(SortedMap<Integer, Integer> pairs) {
        events.await(0, Event.SwitchReported.class, e -> e.crossConnects().equals(pairs));
    }

    private static OpticalPlant.Switch opticalSwitch(int... ports) {
        final var known = new TreeMap<Integer, OpticalPlant.SpanPort>();
        for (int port : ports) {
            known.put(port, new OpticalPlant.SpanPort("span", new Channel(34)));
        }
        return new OpticalPlant.Switch(NAME, new NodeName("QUINTO"), Loss.NONE, known);
    }

    private static SortedMap<Integer, Integer> pairs(int... ports) {
        final var map = new TreeMap<Integer, Integer>();
        for (int i = 0; i < ports.length; i += 2) {
            map.put(ports[i], ports[i + 1]);
        }
        return map;
    }
}
