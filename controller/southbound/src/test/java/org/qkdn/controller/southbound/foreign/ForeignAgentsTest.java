package org.qkdn.controller.southbound.foreign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.controller.core.engine.Command;
import org.qkdn.controller.core.engine.Event;
import org.qkdn.controller.core.model.DesiredNode;
import org.qkdn.controller.core.model.Limitation;
import org.qkdn.controller.core.model.LinkStatus;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.NodeReport;
import org.qkdn.controller.core.model.ReportedLink;
import org.qkdn.controller.core.model.SecretKeyRate;
import org.qkdn.controller.core.program.Conformity;
import org.qkdn.controller.southbound.Credentials;
import org.qkdn.controller.southbound.HeardEvents;
import org.qkdn.controller.southbound.ManagedDevice;
import org.qkdn.controller.southbound.ManagedDevice.Protocol;
import org.qkdn.controller.southbound.Mandate;
import org.qkdn.controller.southbound.Pace;
import org.qkdn.controller.southbound.Registry;
import org.qkdn.controller.southbound.Samples;
import org.qkdn.controller.southbound.Southbound;
import org.qkdn.controller.southbound.TestIdentity;
import org.qkdn.controller.southbound.TestKey;
import org.qkdn.controller.southbound.etsi.Dialect;
import org.qkdn.controller.southbound.etsi.Difference;
import org.qkdn.controller.southbound.etsi.RandomNodes;
import org.qkdn.netconf.client.Timing;
import org.qkdn.netconf.client.TlsKeys;

/**
 * What the controller promises of any agent of ETSI GS QKD 015, over both protocols: it reads the node, brings a PHYS link,
 * a path and its applications there, sees a link go down, takes all of it back, and tells what the agent does not do.
 */
@Timeout(180)
class ForeignAgentsTest {
    private static final NodeName NODE = new NodeName("FOREIGN");
    private static final Pace QUICK = new Pace(
            Duration.ofMillis(150),
            Duration.ofMillis(100),
            Duration.ofSeconds(60),
            Duration.ofMillis(20),
            Duration.ofMillis(200),
            Duration.ofMillis(20));

    @TempDir
    private Path directory;

    private TestKey hostKey;
    private TestKey userKey;
    private TestIdentity device;
    private TestIdentity own;
    private TlsKeys ownKeys;

    @BeforeEach
    void identities() throws Exception {
        hostKey = TestKey.in(directory, "host.pem");
        userKey = TestKey.in(directory, "controller.pem");
        device = TestIdentity.named("some-vendor");
        own = TestIdentity.named("controller");
        ownKeys = own.in(directory);
    }

    /** One agent with the controller's limbs before it. */
    private final class Scene implements AutoCloseable {
        final HeardEvents events = new HeardEvents();
        final UUID id = UUID.randomUUID();
        final Samples samples = new Samples(id, UUID.randomUUID());
        final Set<Quirk> quirks;
        final ForeignTree tree;
        private final Optional<ForeignNetconf> netconf;
        private final Optional<ForeignRestconf> restconf;
        final Protocol protocol;
        final Southbound southbound;

        Scene(Protocol protocol, Quirk... quirks) throws Exception {
            this.protocol = protocol;
            this.quirks = quirks.length == 0 ? Set.of() : EnumSet.copyOf(List.of(quirks));
            tree = new ForeignTree(id, this.quirks);
            final var isRestconf = protocol == Protocol.RESTCONF;
            netconf = isRestconf
                    ? Optional.empty()
                    : Optional.of(new ForeignNetconf(
                            tree, this.quirks, hostKey.pair(), userKey.pair().getPublic()));
            restconf = isRestconf
                    ? Optional.of(new ForeignRestconf(tree, this.quirks, device.serving(own)))
                    : Optional.empty();
            southbound = new Southbound(
                    new Credentials() {
                        @Override
                        public Optional<Path> privateKey(String name) {
                            return Optional.of(userKey.file());
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
        }

        void register(String pin, long assumedRate) {
            southbound.register(Registry.of(
                    List.of(new ManagedDevice(
                            NODE.value(),
                            "127.0.0.1",
                            restconf.map(ForeignRestconf::port)
                                    .orElseGet(() -> netconf().port()),
                            "controller",
                            "controller",
                            pin,
                            protocol,
                            Duration.ofMillis(100),
                            new SecretKeyRate(assumedRate))),
                    List.of()));
        }

        ForeignNetconf netconf() {
            return netconf.orElseThrow();
        }

        ForeignRestconf restconf() {
            return restconf.orElseThrow();
        }

        void begin() throws Exception {
            register(protocol == Protocol.RESTCONF ? device.fingerprint() : hostKey.fingerprint(), 0);
        }

        NodeReport program(DesiredNode desired) {
            final var from = events.count();
            southbound.execute(new Command.ProgramNode(NODE, desired));
            return await(from, report -> new Conformity(report).isExactly(desired));
        }

        NodeReport await(int from, Predicate<NodeReport> fits) {
            return events.await(from, Event.NodeReported.class, reported -> fits.test(reported.report()))
                    .report();
        }

        DesiredNode all() {
            return Samples.holding(
                    samples.physical(true), samples.virtual(), samples.relay(), samples.client(Optional.empty()));
        }

        void linkDown() {
            final var link = Samples.link("phys").value();
            tree.status(link, "OFF");
            if (!quirks.contains(Quirk.LOSES_NOTIFICATIONS)) {
                netconf.ifPresent(
                        server -> server.tell("<sdqkdn_link_down xmlns=\"" + ForeignTree.NODE + "\"><qkd_link><qkdl_id>"
                                + link + "</qkdl_id><reason>fibre cut</reason></qkd_link></sdqkdn_link_down>"));
                restconf.ifPresent(
                        server -> server.tell("\"etsi-qkd-sdn-node:sdqkdn_link_down\":{\"qkd_link\":{\"qkdl_id\":\""
                                + link + "\",\"reason\":\"fibre cut\"}}"));
            }
        }

        @Override
        public void close() {
            southbound.close();
            netconf.ifPresent(ForeignNetconf::close);
            restconf.ifPresent(ForeignRestconf::close);
        }
    }

    private record Case(Protocol protocol, Set<Limitation.Kind> told, List<Quirk> quirks) {}

    private static Case netconf(Set<Limitation.Kind> told, Quirk... quirks) {
        return new Case(Protocol.SSH, told, List.of(quirks));
    }

    private static Case restconf(Set<Limitation.Kind> told, Quirk... quirks) {
        return new Case(Protocol.RESTCONF, told, List.of(quirks));
    }

    private static Stream<Case> both(Set<Limitation.Kind> told, Quirk... quirks) {
        return Stream.of(netconf(told, quirks), restconf(told, quirks));
    }

    private static Stream<Case> cases() {
        final var details = Limitation.Kind.NO_LINK_DETAILS;
        final var identities = Limitation.Kind.NO_IDENTITIES;
        final var silent = Limitation.Kind.NO_NOTIFICATIONS;
        final var parts = Limitation.Kind.NOT_ATOMIC;
        final var status = Limitation.Kind.NO_LINK_STATUS;
        final var rate = Limitation.Kind.NO_LINK_RATE;
        return Stream.of(
                        both(Set.of()),
                        both(Set.of(details), Quirk.PUBLISHED_WHEN),
                        both(Set.of(details), Quirk.UNKNOWN_ELEMENT),
                        both(Set.of(identities), Quirk.TYPES_ONLY_IMPORTED),
                        both(Set.of(identities), Quirk.TYPES_ONLY_IMPORTED, Quirk.NO_YANG_LIBRARY),
                        both(Set.of(parts), Quirk.ONLY_RUNNING),
                        both(Set.of(), Quirk.LOSES_NOTIFICATIONS),
                        both(Set.of(status), Quirk.NO_STATUS),
                        both(Set.of(rate), Quirk.ZERO_RATES),
                        both(Set.of(rate), Quirk.NO_PERFORMANCE),
                        both(Set.of(status, rate), Quirk.NO_STATUS, Quirk.NO_PERFORMANCE),
                        both(Set.of(), Quirk.UPPER_CASE_UUIDS, Quirk.BARE_IDENTITIES),
                        both(Set.of(), Quirk.TERAFLOW_HOPS, Quirk.TERAFLOW_LINKS),
                        both(Set.of(), Quirk.SLOW),
                        both(Set.of(parts, details), Quirk.ONLY_RUNNING, Quirk.PUBLISHED_WHEN, Quirk.NO_YANG_LIBRARY),
                        Stream.of(
                                netconf(Set.of(silent), Quirk.NO_NOTIFICATIONS),
                                netconf(Set.of(), Quirk.NO_INTERLEAVE),
                                netconf(Set.of(), Quirk.STARTUP, Quirk.STRANGE_MODULES),
                                netconf(Set.of(details), Quirk.PUBLISHED_WHEN, Quirk.TESTS_EDITS),
                                netconf(
                                        Set.of(identities),
                                        Quirk.TYPES_ONLY_IMPORTED,
                                        Quirk.NO_YANG_LIBRARY,
                                        Quirk.TESTS_EDITS),
                                netconf(
                                        Set.of(details, silent, status, rate, parts),
                                        Quirk.PUBLISHED_WHEN,
                                        Quirk.NO_NOTIFICATIONS,
                                        Quirk.NO_STATUS,
                                        Quirk.ZERO_RATES,
                                        Quirk.ONLY_RUNNING),
                                restconf(Set.of(silent, parts), Quirk.NO_NOTIFICATIONS),
                                restconf(Set.of(), Quirk.BARE_JSON, Quirk.BARE_IDENTITIES, Quirk.STRINGS_FOR_ALL),
                                restconf(Set.of(), Quirk.LISTS_APART),
                                restconf(Set.of(parts), Quirk.NO_PATCH, Quirk.ONLY_RUNNING),
                                restconf(Set.of(details), Quirk.SUCCESS_FALSE, Quirk.PUBLISHED_WHEN),
                                restconf(
                                        Set.of(silent, parts, details),
                                        Quirk.BARE_JSON,
                                        Quirk.NO_NOTIFICATIONS,
                                        Quirk.NO_YANG_LIBRARY,
                                        Quirk.SUCCESS_FALSE,
                                        Quirk.PUBLISHED_WHEN,
                                        Quirk.TERAFLOW_LINKS,
                                        Quirk.STRINGS_FOR_ALL)))
                .flatMap(cases -> cases);
    }

    @TestFactory
    Stream<DynamicTest> worksWith() {
        return cases().map(each -> dynamicTest(each.protocol() + " " + each.quirks(), () -> works(each)));
    }

    private void works(Case each) throws Exception {
        try (var scene = new Scene(each.protocol(), each.quirks().toArray(Quirk[]::new))) {
            scene.begin();
            final var first = scene.await(0, report -> true);
            assertEquals(scene.id, first.qkdnId());
            assertEquals(1, first.modules().size());

            final var held = scene.program(scene.all());
            assertEquals(2, held.links().size());
            assertEquals(2, held.applications().size());
            assertEquals(LinkStatus.ACTIVE, phys(held).status());
            assertEquals(each.told(), kinds(scene.await(scene.events.count(), report -> true)));

            seesALinkGoDown(scene);

            final var empty = scene.program(DesiredNode.EMPTY);
            assertTrue(empty.links().isEmpty() && empty.applications().isEmpty());
            assertEquals(0, scene.tree.count("qkd_link"));
            assertEquals(0, scene.tree.count("qkd_app"));
            assertEquals(1, scene.tree.count("qkd_interface"));
            assertTrue(scene.events.all().stream()
                    .noneMatch(event ->
                            event instanceof Event.ProgrammingFailed || event instanceof Event.NodeUnreachable));
        }
    }

    /** By notification, status or rate; where an agent gives none of the three, only the other end of the link can tell. */
    private static void seesALinkGoDown(Scene scene) {
        final var quirks = scene.quirks;
        final var from = scene.events.count();
        scene.linkDown();
        if (!quirks.contains(Quirk.NO_STATUS)
                || !(quirks.contains(Quirk.ZERO_RATES) || quirks.contains(Quirk.NO_PERFORMANCE))
                || !quirks.contains(Quirk.NO_NOTIFICATIONS)) {
            scene.await(from, report -> phys(report).status() != LinkStatus.ACTIVE);
        }
        if (!quirks.contains(Quirk.NO_NOTIFICATIONS) && !quirks.contains(Quirk.LOSES_NOTIFICATIONS)) {
            final var down = scene.events.await(from, Event.LinkWentDown.class, event -> true);
            assertEquals("fibre cut", down.reason());
        }
    }

    @Test
    void takesTheRateThatTheOperatorAssumesWhereAnAgentTellsNone() throws Exception {
        for (var protocol : List.of(Protocol.SSH, Protocol.RESTCONF)) {
            try (var scene = new Scene(protocol, Quirk.ZERO_RATES)) {
                scene.register(protocol == Protocol.RESTCONF ? device.fingerprint() : hostKey.fingerprint(), 1200);
                scene.await(0, report -> true);
                assertEquals(
                        new SecretKeyRate(1200),
                        phys(scene.program(scene.all())).skr());
            }
        }
    }

    @Test
    void theFirstContactOverRestconfWaitsForTheOperatorsWord() throws Exception {
        try (var scene = new Scene(Protocol.RESTCONF)) {
            scene.register("", 0);
            final var lost = scene.events.await(Event.NodeUnreachable.class);
            assertTrue(lost.reason().contains("shows " + device.fingerprint()), lost.reason());
            assertTrue(scene.restconf().requests.isEmpty());

            scene.begin();
            scene.await(0, report -> true);
        }
    }

    @Test
    void aCertificateOtherThanTheRegisteredOneIsRefused() throws Exception {
        try (var scene = new Scene(Protocol.RESTCONF)) {
            scene.register(own.fingerprint(), 0);
            final var lost = scene.events.await(Event.NodeUnreachable.class);
            assertTrue(lost.reason().contains("registered is " + own.fingerprint()), lost.reason());
        }
    }

    @Test
    void overRestconfWithoutYangPatchWhatIsNewComesBeforeWhatIsOldGoes() throws Exception {
        try (var scene = new Scene(Protocol.RESTCONF, Quirk.ONLY_RUNNING)) {
            scene.begin();
            scene.await(0, report -> true);
            scene.program(Samples.holding(scene.samples.virtual(), scene.samples.client(Optional.empty())));
            scene.restconf().requests.clear();
            scene.program(Samples.holding(scene.samples.physical(true), scene.samples.relay()));

            final var methods = scene.restconf().requests.stream()
                    .map(request -> request.substring(0, request.indexOf(' ')))
                    .toList();
            assertEquals(List.of("PATCH", "DELETE", "DELETE"), methods);
        }
    }

    @Test
    void whatAnAgentRefusedOnceIsNotTriedAgainOverItsNextConnection() throws Exception {
        try (var scene = new Scene(Protocol.RESTCONF, Quirk.PUBLISHED_WHEN)) {
            scene.begin();
            scene.await(0, report -> true);
            scene.program(scene.all());
            final var from = scene.events.count();
            scene.restconf().hangUp();
            final var end = scene.events.await(from, Event.NodeUnreachable.class, event -> true);
            final var next = scene.await(scene.events.all().indexOf(end), report -> true);
            assertTrue(kinds(next).contains(Limitation.Kind.NO_LINK_DETAILS), next::toString);
        }
    }

    @Test
    void anEventStreamThatTheServerEndsAfterAWhileIsOpenedAgain() throws Exception {
        try (var scene = new Scene(Protocol.RESTCONF)) {
            scene.begin();
            scene.await(0, report -> true);
            scene.program(scene.all());
            // the time that a stream must have lived, to be worth another one
            Thread.sleep(1200);
            scene.restconf().endStreams();
            while (scene.restconf().streams.get() < 2) {
                Thread.sleep(20);
            }
            seesALinkGoDown(scene);
            assertTrue(scene.events.all().stream().noneMatch(Event.NodeUnreachable.class::isInstance));
        }
    }

    @Test
    void anyChangeOfAnyNodeArrivesOverRestconfWhateverItsServerKnows() throws Exception {
        final long seed = 20261126;
        for (var quirks : List.of(
                new Quirk[0], new Quirk[] {Quirk.ONLY_RUNNING}, new Quirk[] {Quirk.NO_PATCH, Quirk.ONLY_RUNNING})) {
            try (var scene = new Scene(Protocol.RESTCONF, quirks)) {
                scene.begin();
                scene.await(0, report -> true);
                final var nodes = new RandomNodes(new SplittableRandom(seed));
                for (int i = 0; i < 8; i++) {
                    final var desired = nodes.next();
                    final var from = scene.events.count();
                    scene.southbound.execute(new Command.ProgramNode(NODE, desired));
                    scene.await(from, report -> Difference.between(desired, report, Dialect.FULL)
                            .isEmpty());
                }
                assertTrue(
                        scene.events.all().stream().noneMatch(Event.ProgrammingFailed.class::isInstance),
                        () -> "seed " + seed + ": " + scene.events.all());
            }
        }
    }

    @Test
    void runningIsCopiedToStartupWhereThereIsOne() throws Exception {
        try (var scene = new Scene(Protocol.SSH, Quirk.STARTUP)) {
            scene.begin();
            scene.await(0, report -> true);
            scene.program(scene.all());
            assertTrue(scene.netconf().saves.get() > 0);
        }
    }

    @Test
    void whereItCanBeAskedTheServerIsAskedOnceAndNothingIsRefused() throws Exception {
        try (var scene = new Scene(Protocol.SSH, Quirk.TESTS_EDITS, Quirk.PUBLISHED_WHEN)) {
            scene.begin();
            final var told = scene.await(0, report -> true).limitations().getFirst();
            assertEquals(Limitation.Kind.NO_LINK_DETAILS, told.kind());
            assertTrue(told.text().contains("asked by test-only, it answered: When condition"), told.text());
            assertEquals(0, scene.tree.count("qkd_link"));
            assertEquals(2, scene.netconf().tests.get());
            scene.program(scene.all());
            assertEquals(List.of(), scene.tree.leaves("phys_wavelength"));
            assertEquals(2, scene.netconf().tests.get());
        }
    }

    private static Set<Limitation.Kind> kinds(NodeReport report) {
        return new TreeSet<>(report.limitations().stream().map(Limitation::kind).toList());
    }

    private static ReportedLink.Phys phys(NodeReport report) {
        return report.links().stream()
                .filter(ReportedLink.Phys.class::isInstance)
                .map(ReportedLink.Phys.class::cast)
                .findFirst()
                .orElseThrow();
    }
}
