package org.qkdn.controller.southbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.controller.core.engine.Command;
import org.qkdn.controller.core.engine.Event;
import org.qkdn.controller.core.model.Combination;
import org.qkdn.controller.core.model.DesiredNode;
import org.qkdn.controller.core.model.Limitation;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.NodeReport;
import org.qkdn.controller.core.model.SecretKeyRate;
import org.qkdn.controller.southbound.etsi.Dialect;
import org.qkdn.controller.southbound.etsi.Difference;
import org.qkdn.controller.southbound.etsi.RandomNodes;
import org.qkdn.netconf.NetconfTls;
import org.qkdn.netconf.client.Timing;
import org.qkdn.netconf.client.TlsKeys;

/** Sessions over RESTCONF with the server that our own agents have. */
@Timeout(180)
class RestconfNodeTest {
    private static final NodeName QUINTO = new NodeName("QUINTO");
    private static final Pace QUICK = new Pace(
            Duration.ofSeconds(60),
            Duration.ofMillis(200),
            Duration.ofSeconds(60),
            Duration.ofMillis(50),
            Duration.ofMillis(400),
            Duration.ofMillis(50));

    private final HeardEvents events = new HeardEvents();

    @TempDir
    private Path directory;

    private ScriptedNode node;
    private Samples samples;
    private Southbound southbound;

    @BeforeEach
    void start() throws Exception {
        final var own = TestIdentity.named("controller");
        final var ownKeys = own.in(Files.createDirectory(directory.resolve("controller")));
        final var device = TestIdentity.named("agent-QUINTO");
        final var deviceKeys = device.in(Files.createDirectory(directory.resolve("agent")));
        node = new ScriptedNode(
                directory,
                TestKey.in(directory, "host.pem"),
                TestKey.in(directory, "user.pem").pair().getPublic());
        samples = new Samples(node.id(), UUID.randomUUID());
        southbound = new Southbound(
                new Credentials() {
                    @Override
                    public Optional<Path> privateKey(String name) {
                        return Optional.empty();
                    }

                    @Override
                    public Optional<TlsKeys> certificate() {
                        return Optional.of(ownKeys);
                    }
                },
                Mandate.ALONE,
                new Timing(Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(5)),
                QUICK,
                new SplittableRandom(1),
                events);
        final var port =
                node.restconf(new NetconfTls(deviceKeys.certificate(), deviceKeys.key(), ownKeys.certificate()));
        southbound.register(Registry.of(
                List.of(new ManagedDevice(
                        "QUINTO",
                        "127.0.0.1",
                        port,
                        "controller",
                        "none",
                        device.fingerprint(),
                        ManagedDevice.Protocol.RESTCONF)),
                List.of()));
    }

    @AfterEach
    void stop() {
        southbound.close();
        node.close();
    }

    @Test
    void anAgentOfOursLacksNothingButYangPatch() {
        final var report = events.await(Event.NodeReported.class).report();
        assertEquals(node.id(), report.qkdnId());
        assertTrue(report.combines());
        assertEquals(
                List.of(Limitation.Kind.NOT_ATOMIC),
                report.limitations().stream().map(Limitation::kind).toList());
    }

    @Test
    void bringsLinksAndApplicationsAndTakesThemBackAndHearsALinkGoDown() {
        events.await(Event.NodeReported.class);
        final var report = program(
                Samples.holding(samples.physical(true), samples.virtual(), samples.relay(), samples.combined()));
        assertTrue(report.applications().stream().anyMatch(each -> each.combination() == Combination.HKDF_SHA384));

        node.linkDown(Samples.link("phys").value(), "fibre cut");
        assertEquals("fibre cut", events.await(Event.LinkWentDown.class).reason());

        program(Samples.holding(samples.virtual(), samples.client(Optional.of(new SecretKeyRate(9_000)))));
        program(Samples.holding(samples.client(Optional.empty())));
        program(DesiredNode.EMPTY);
        assertTrue(events.all().stream()
                .noneMatch(
                        event -> event instanceof Event.ProgrammingFailed || event instanceof Event.NodeUnreachable));
    }

    @Test
    void anyChangeArrives() {
        final long seed = 8040;
        events.await(Event.NodeReported.class);
        final var nodes = new RandomNodes(new SplittableRandom(seed));
        for (int i = 0; i < 20; i++) {
            program(nodes.next());
        }
        assertTrue(
                events.all().stream().noneMatch(Event.ProgrammingFailed.class::isInstance),
                () -> "seed " + seed + ": " + events.all());
    }

    @Test
    void aRefusalIsToldWithTheAgentsTextAndTriedAgain() {
        events.await(Event.NodeReported.class);
        node.refuse(Optional.of("interface 1 is out of order"));
        southbound.execute(new Command.ProgramNode(QUINTO, Samples.holding(samples.physical(true))));
        final var failed = events.await(Event.ProgrammingFailed.class);
        assertTrue(failed.reason().contains("interface 1 is out of order"), failed.reason());
        node.refuse(Optional.empty());
        program(Samples.holding(samples.physical(true)));
    }

    private NodeReport program(DesiredNode desired) {
        final var from = events.count();
        southbound.execute(new Command.ProgramNode(QUINTO, desired));
        return events.await(from, Event.NodeReported.class, reported -> Difference.between(
                                desired, reported.report(), Dialect.FULL)
                        .isEmpty())
                .report();
    }
}
