package org.qkdn.controller.southbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.qkdn.controller.southbound.Samples.holding;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
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
import org.qkdn.controller.core.model.LinkStatus;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.NodeReport;
import org.qkdn.controller.core.model.SaeId;
import org.qkdn.controller.core.model.SecretKeyRate;
import org.qkdn.controller.southbound.etsi.Dialect;
import org.qkdn.controller.southbound.etsi.Difference;
import org.qkdn.netconf.client.Timing;
import org.slf4j.LoggerFactory;

/** Sessions with an agent, against a NETCONF server over SSH. */
@Timeout(180)
class NodeSessionTest {
    private static final NodeName QUINTO = new NodeName("QUINTO");
    private static final Pace QUICK = new Pace(
            Duration.ofSeconds(60),
            Duration.ofMillis(200),
            Duration.ofSeconds(60),
            Duration.ofMillis(50),
            Duration.ofMillis(400),
            Duration.ofMillis(100));

    private final HeardEvents events = new HeardEvents();
    private final LimitedMandate mandate = new LimitedMandate();

    @TempDir
    private Path directory;

    private TestKey hostKey;
    private TestKey userKey;
    private ScriptedNode node;
    private Samples samples;
    private Southbound southbound;

    @BeforeEach
    void start() throws Exception {
        hostKey = TestKey.in(directory, "host.pem");
        userKey = TestKey.in(directory, "controller.pem");
        node = new ScriptedNode(directory, hostKey, userKey.pair().getPublic());
        samples = new Samples(node.id(), UUID.randomUUID());
        southbound = new Southbound(
                name -> name.equals("controller") ? Optional.of(userKey.file()) : Optional.empty(),
                mandate,
                new Timing(Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(5)),
                QUICK,
                new SplittableRandom(1),
                events);
    }

    @AfterEach
    void stop() {
        southbound.close();
        node.close();
    }

    @Test
    void reportsTheNodeWhenTheSessionOpens() {
        register(hostKey.fingerprint(), "controller");
        final var report = events.await(Event.NodeReported.class).report();
        assertEquals(QUINTO, report.node());
        assertEquals(node.id(), report.qkdnId());
        assertTrue(report.links().isEmpty());
    }

    @Test
    void programsLinksAndApplicationsInOneEditAndReportsThem() {
        final var desired = everything();
        open();
        program(desired);

        awaitHolding(desired);
        assertEquals(1, node.commits());
    }

    @Test
    void nothingIsSentWithoutAMandate() {
        open();
        mandate.holdsFor(0);
        program(everything());

        assertTrue(events.await(Event.NodeUnreachable.class).reason().contains("the mandate is over"));
        assertEquals(0, node.commits());
    }

    @Test
    void aMandateThatEndsAmidAnEditLeavesTheNodeAsItWasAndFree() {
        open();
        // lock and edit, no commit
        mandate.holdsFor(2);
        program(everything());
        events.await(Event.NodeUnreachable.class);
        assertEquals(0, node.commits());

        mandate.holdsFor(Integer.MAX_VALUE);
        final var before = events.count();
        events.await(before, Event.NodeReported.class, report -> true);
        program(everything());
        awaitHolding(everything());
        assertEquals(1, node.commits());
    }

    @Test
    void sendsNothingWhenTheNodeHoldsAllAlready() {
        final var desired = everything();
        open();
        program(desired);
        awaitHolding(desired);

        final var before = events.count();
        program(desired);
        node.linkDown(Samples.link("virt").value(), "to mark a moment after the command");
        events.await(before, Event.LinkWentDown.class, e -> true);
        events.await(before, Event.NodeReported.class, e -> true);
        assertEquals(1, node.commits());
    }

    @Test
    void changesAndDeletesOnlyWhatIsOtherThanDesired() {
        open();
        program(everything());
        awaitHolding(everything());

        final var less = holding(samples.physical(false), samples.client(Optional.empty()));
        program(less);
        final var report = awaitHolding(less);

        assertEquals(1, report.links().size());
        assertEquals(1, report.applications().size());
        assertEquals(node.id(), report.qkdnId());
        assertEquals(2, node.commits());
    }

    @Test
    void tellsHowTheSharesOfSeveralLinksAreCombinedAndTakesItBack() {
        open();
        program(holding(samples.combined()));
        final var report = awaitHolding(holding(samples.combined()));
        assertTrue(report.combines());
        assertEquals(Combination.HKDF_SHA384, report.applications().getFirst().combination());

        program(holding(samples.client(Optional.empty())));
        awaitHolding(holding(samples.client(Optional.empty())));
        assertEquals(2, node.commits());
    }

    @Test
    void ofSeveralCommandsTheNewestWins() {
        open();
        program(holding(samples.physical(true)));
        program(DesiredNode.EMPTY);
        program(holding(samples.virtual()));

        final var report = awaitHolding(holding(samples.virtual()));
        assertEquals(
                List.of(Samples.link("virt")),
                report.links().stream().map(l -> l.id()).toList());
    }

    @Test
    void whatIsWantedBeforeTheNodeIsReadAgainIsComparedWithWhatItHoldsByNow() {
        final var wanted = new ArrayDeque<>(List.of(holding(samples.virtual())));
        node.onCommit(() -> Optional.ofNullable(wanted.poll()).ifPresent(this::program));
        open();
        program(holding(samples.physical(true)));

        final var report = awaitHolding(holding(samples.virtual()));
        assertEquals(
                List.of(Samples.link("virt")),
                report.links().stream().map(l -> l.id()).toList());
        assertEquals(2, node.commits());
    }

    @Test
    void aRefusalIsToldWithTheAgentsTextAndChangesNothingAndIsTriedAgain() {
        node.refuse(Optional.of("interface 1 is out of order"));
        open();
        program(everything());

        final var failed = events.await(Event.ProgrammingFailed.class);
        assertEquals("QUINTO", failed.target());
        assertTrue(failed.reason().contains("interface 1 is out of order"), failed.reason());
        assertEquals(0, node.commits());
        final var before = events.count();
        final var report =
                events.await(before, Event.NodeReported.class, e -> true).report();
        assertTrue(report.links().isEmpty() && report.applications().isEmpty());

        node.refuse(Optional.empty());
        awaitHolding(everything());
    }

    @Test
    void programsWithoutTheSixLeavesWhereTheServersConditionsAreNeverTrue() {
        node.carryPublishedModel();
        open();
        program(holding(samples.physical(true)));

        final var report = events.await(
                        0, Event.NodeReported.class, e -> e.report().links().size() == 1)
                .report();
        final var left =
                Difference.between(holding(samples.physical(true)), report, Dialect.WITHOUT_CONDITIONAL_LEAVES);
        assertTrue(left.isEmpty(), left::toString);
        assertTrue(events.all().stream().noneMatch(Event.ProgrammingFailed.class::isInstance));
    }

    @Test
    void readsAgainSoonWhileALinkIsPending() {
        open();
        node.status(Samples.link("phys").value(), "PENDING");
        program(holding(samples.physical(true)));
        events.await(0, Event.NodeReported.class, e -> isPhysical(e.report(), LinkStatus.PENDING));

        node.status(Samples.link("phys").value(), "ACTIVE");
        events.await(0, Event.NodeReported.class, e -> isPhysical(e.report(), LinkStatus.ACTIVE));
    }

    @Test
    void passesOnNotifications() {
        open();

        node.applicationAsks("sae-a", "sae-b");
        final var asked = events.await(Event.ApplicationAsked.class);
        assertEquals(new Event.ApplicationAsked(QUINTO, new SaeId("sae-a"), new SaeId("sae-b")), asked);

        final var before = events.count();
        node.linkDown(Samples.link("phys").value(), "no light");
        final var down = events.await(Event.LinkWentDown.class);
        assertEquals(new Event.LinkWentDown(QUINTO, Samples.link("phys"), "no light"), down);
        events.await(before, Event.NodeReported.class, e -> true);
    }

    @Test
    void aNotificationThatComesLateIsNotBelievedButHasTheNodeRead() {
        open();
        node.linkDown(Samples.link("phys").value(), "no light");
        events.await(Event.LinkWentDown.class);
        final var before = events.count();
        node.linkDownLate(Samples.link("virt").value(), "long ago");
        events.await(before, Event.NodeReported.class, e -> true);
        assertEquals(
                1,
                events.all().stream()
                        .filter(Event.LinkWentDown.class::isInstance)
                        .count());
    }

    @Test
    void aStormOfNotificationsIsPassedOnAsAFewEventsAndReadings() {
        open();
        final var reads = node.reads();
        final var before = events.count();
        for (int i = 0; i < 500; i++) {
            node.linkDown(Samples.link("phys").value(), "flap " + i);
        }
        events.await(before, Event.LinkWentDown.class, e -> true);
        node.applicationAsks("sae-a", "sae-b");
        events.await(Event.ApplicationAsked.class);
        assertTrue(node.reads() - reads < 100, () -> "readings: " + (node.reads() - reads));
        assertTrue(events.count() - before < 200, () -> "events: " + (events.count() - before));
    }

    @Test
    void refusesAHostKeyThatIsNotTheRegisteredOne() {
        register("SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "controller");
        final var unreachable = events.await(Event.NodeUnreachable.class);
        assertTrue(unreachable.reason().contains("host key refused"), unreachable.reason());
        assertTrue(events.all().stream().noneMatch(Event.NodeReported.class::isInstance));
    }

    @Test
    void saysWhichCredentialIsNotKnown() {
        register(hostKey.fingerprint(), "stranger");
        final var unreachable = events.await(Event.NodeUnreachable.class);
        assertTrue(unreachable.reason().contains("stranger"), unreachable.reason());
    }

    @Test
    void comesBackAndReportsAnewWhenTheServerRestarts() throws Exception {
        open();
        program(everything());
        awaitHolding(everything());

        node.stop();
        final var lost = events.await(Event.NodeUnreachable.class);
        assertEquals(QUINTO, lost.node());
        final var before = events.count();
        program(DesiredNode.EMPTY);
        node.restart();
        events.await(before, Event.NodeReported.class, e -> e.report().links().size() == 2);
        final var since = holding(samples.physical(true));
        program(since);
        awaitHolding(since);
    }

    @Test
    void logsNoContentOfMessages() {
        final var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        final var library = (Logger) LoggerFactory.getLogger("org.opendaylight");
        final var quiet = library.getLevel();
        library.setLevel(Level.INFO);
        final var log = new ListAppender<ILoggingEvent>();
        log.start();
        root.addAppender(log);
        try {
            open();
            program(everything());
            awaitHolding(everything());
            node.applicationAsks("sae-a", "sae-b");
            events.await(Event.ApplicationAsked.class);
        } finally {
            root.detachAppender(log);
            library.setLevel(quiet);
        }
        final var lines = List.copyOf(log.list).stream()
                .filter(line -> line.getLevel().isGreaterOrEqual(Level.INFO))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
        assertFalse(lines.isEmpty());
        assertTrue(
                lines.stream().noneMatch(line -> line.contains("qkd_node") || line.contains("sae-b")), lines::toString);
    }

    @Test
    void endsSessionsWithDevicesThatAreNoLongerRegistered() {
        open();
        southbound.register(Registry.EMPTY);

        final var before = events.count();
        register(hostKey.fingerprint(), "controller");
        events.await(before, Event.NodeReported.class, e -> true);
        assertTrue(events.all().stream().noneMatch(Event.NodeUnreachable.class::isInstance));
    }

    @Test
    void aNodeWhoseKeyNobodyHasAcceptedIsReportedWithItAndRefused() {
        register("", "controller");
        final var reason = events.await(Event.NodeUnreachable.class).reason();
        assertTrue(reason.contains("not accepted yet") && reason.contains(hostKey.fingerprint()), reason);
        open();
    }

    @Test
    void aNodeThatCallsHomeIsReportedWithoutAnAddress() throws Exception {
        final int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        southbound.receiveCalls(InetAddress.getLoopbackAddress(), OptionalInt.of(port), OptionalInt.empty());
        southbound.register(Registry.of(
                List.of(new ManagedDevice(
                        "QUINTO",
                        "nowhere.invalid",
                        1,
                        "controller",
                        "controller",
                        hostKey.fingerprint(),
                        ManagedDevice.Protocol.SSH_CALL_HOME)),
                List.of()));
        node.callHome(port);
        events.await(Event.NodeReported.class);
    }

    private DesiredNode everything() {
        return holding(
                samples.physical(true),
                samples.virtual(),
                samples.relay(),
                samples.client(Optional.of(new SecretKeyRate(1_024))));
    }

    private void open() {
        register(hostKey.fingerprint(), "controller");
        events.await(Event.NodeReported.class);
    }

    private void register(String fingerprint, String credential) {
        southbound.register(Registry.of(
                List.of(new ManagedDevice("QUINTO", "127.0.0.1", node.port(), "controller", credential, fingerprint)),
                List.of()));
    }

    private void program(DesiredNode desired) {
        southbound.execute(new Command.ProgramNode(QUINTO, desired));
    }

    private NodeReport awaitHolding(DesiredNode desired) {
        return events.await(0, Event.NodeReported.class, e -> Difference.between(desired, e.report(), Dialect.FULL)
                        .isEmpty())
                .report();
    }

    private static boolean isPhysical(NodeReport report, LinkStatus status) {
        return report.links().stream()
                .anyMatch(link -> link.id().equals(Samples.link("phys")) && link.status() == status);
    }
}
