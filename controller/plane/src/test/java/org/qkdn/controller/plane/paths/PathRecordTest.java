package org.qkdn.controller.plane.paths;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.controller.core.engine.Engine;
import org.qkdn.controller.core.engine.NetworkState;
import org.qkdn.controller.core.exposure.Crossing;
import org.qkdn.controller.core.exposure.PathChange;
import org.qkdn.controller.core.exposure.PathHistory;
import org.qkdn.controller.core.exposure.UsedPath;
import org.qkdn.controller.core.model.ApplicationId;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.SaeId;
import org.qkdn.controller.plane.journal.CorruptStateException;
import org.qkdn.controller.plane.journal.Journal;

class PathRecordTest {
    private static final NodeName A = new NodeName("A");
    private static final NodeName B = new NodeName("B");
    private static final NodeName C = new NodeName("C");

    @TempDir
    private Path folder;

    private Instant now = Instant.parse("2026-11-26T08:00:00Z");

    private PathRecord open() throws IOException {
        return PathRecord.open(folder, () -> now);
    }

    private static UsedPath path(String service) {
        return new UsedPath(
                service,
                new ApplicationId(UUID.nameUUIDFromBytes(service.getBytes(java.nio.charset.StandardCharsets.UTF_8))),
                Optional.of(new SaeId("sae-a")),
                Optional.empty(),
                new KeyAssociationLinkId(new UUID(1, 2)),
                List.of(A, B, C));
    }

    /** A record as a controller leaves it that is killed after these changes. */
    private void killedAfter(PathChange... changes) throws IOException {
        open().close();
        try (var journal = Journal.openForAppend(folder.resolve("paths.journal"))) {
            for (var change : changes) {
                journal.append(PathRecordCodec.encode(List.of(change)));
            }
        }
    }

    private static List<Crossing> all(PathRecord record) {
        return record.of(B, Instant.MIN, Instant.MAX).crossings();
    }

    @Test
    void whatWasInUseWhenTheControllerWasKilledIsInUseStill() throws IOException {
        killedAfter(
                new PathChange.Began(path("s"), now),
                new PathChange.Began(path("t"), now.plusSeconds(1)),
                new PathChange.Ended(path("t"), now.plusSeconds(2)));
        now = now.plusSeconds(100);
        try (var record = open()) {
            assertEquals(
                    List.of(
                            new Crossing(path("t"), now.minusSeconds(99), Optional.of(now.minusSeconds(98))),
                            new Crossing(path("s"), now.minusSeconds(100), Optional.empty())),
                    all(record));
            record.decided(Engine.initial(), now);
            assertEquals(2, all(record).size());
        }
        try (var again = open()) {
            assertEquals(2, all(again).size(), "and so after one more start");
            assertEquals(now.minusSeconds(100), again.of(B, now, now).since());
        }
    }

    @Test
    void aTornTailIsCutOff() throws IOException {
        killedAfter(new PathChange.Began(path("s"), now), new PathChange.Began(path("t"), now));
        var file = folder.resolve("paths.journal");
        try (var channel = java.nio.channels.FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(Files.size(file) - 3);
        }
        try (var record = open()) {
            assertEquals(
                    List.of("s"),
                    all(record).stream().map(each -> each.path().service()).toList());
        }
    }

    @Test
    void damageIsReportedWithTheFileAndTheRemedy() throws IOException {
        killedAfter(new PathChange.Began(path("s"), now), new PathChange.Began(path("t"), now));
        var file = folder.resolve("paths.journal");
        var bytes = Files.readAllBytes(file);
        bytes[12] ^= 1;
        Files.write(file, bytes);
        var refused = assertThrows(CorruptStateException.class, this::open);
        assertTrue(refused.getMessage().contains("paths.journal"), refused.getMessage());
        assertTrue(refused.getMessage().contains("move this file away"), refused.getMessage());
    }

    @Test
    void whatEndedLongAgoIsForgottenAndTheReportSaysSo() throws IOException {
        killedAfter(
                new PathChange.Began(path("s"), now),
                new PathChange.Ended(path("s"), now.plusSeconds(1)),
                new PathChange.Began(path("t"), now));
        now = now.plus(Duration.ofDays(401));
        try (var record = open()) {
            assertEquals(
                    List.of("t"),
                    all(record).stream().map(each -> each.path().service()).toList());
            assertEquals(now.minus(Duration.ofDays(400)), record.of(B, now, now).since());
        }
    }

    @Test
    void whoTakesOverFromSomebodyElseBeginsAnewAndKeepsWhatWas() throws IOException {
        killedAfter(new PathChange.Began(path("s"), now));
        now = now.plusSeconds(100);
        try (var record = PathRecord.beginAnew(folder, () -> now)) {
            assertEquals(List.of(), all(record));
            assertEquals(now, record.of(B, now, now).since());
        }
        var kept = folder.resolve("paths-until-2026-11-26T08-01-40Z.journal");
        assertEquals(2, Journal.recover(kept).size());
    }

    @Test
    void aHistoryComesThroughItsBytesAsItIs() throws IOException {
        var history = new PathHistory(now);
        history.add(new PathChange.Began(path("s"), now.plusNanos(7)));
        history.add(new PathChange.Began(path("t"), now));
        history.add(new PathChange.Ended(path("t"), now.plusSeconds(5)));
        var back = PathRecordCodec.replay(PathRecordCodec.encode(history), new PathHistory(Instant.EPOCH));
        assertEquals(history.crossings(), back.crossings());
        assertEquals(history.since(), back.since());
    }

    @Test
    void whileItCannotBeWrittenAnswersSayIt() throws IOException {
        var record = open();
        record.close();
        // its channel is closed, and the file that it would open again is gone
        Files.delete(folder.resolve("paths.journal"));
        record.decided(NetworkStates.with(path("s")), now);
        var answer = record.of(B, now, now);
        assertEquals(1, answer.crossings().size());
        assertTrue(answer.unsafe().orElseThrow().contains("1 changes are not on disk"), answer::toString);
    }

    /** States with a service on a path. */
    private static final class NetworkStates {
        static NetworkState with(UsedPath path) {
            var state = Engine.initial();
            var service = new org.qkdn.controller.core.service.ServiceState(
                    org.qkdn.controller.core.service.Requests.service(new SaeId("sae-a"), new SaeId("sae-c")),
                    path.application(),
                    path.source(),
                    path.destination(),
                    org.qkdn.controller.core.service.ServiceState.Status.UP,
                    Optional.empty(),
                    Optional.of(new org.qkdn.controller.core.service.Placement(
                            List.of(new org.qkdn.controller.core.service.Share(
                                    path.link(),
                                    new org.qkdn.controller.core.path.KeyRelayPath(
                                            path.nodes(),
                                            List.of(
                                                    new KeyAssociationLinkId(new UUID(0, 1)),
                                                    new KeyAssociationLinkId(new UUID(0, 2)))))))),
                    Optional.empty());
            return new NetworkState(
                    state.inventory(),
                    state.plant(),
                    state.configured(),
                    state.asked(),
                    false,
                    state.reports(),
                    state.unreachable(),
                    state.switches(),
                    state.unreachableSwitches(),
                    state.pairings(),
                    state.links(),
                    new TreeMap<>(Map.of("s", service)),
                    state.desired(),
                    state.desiredSwitches(),
                    state.unread(),
                    state.toldSinceReport(),
                    state.programmingErrors(),
                    state.refusals(),
                    state.foreignEdits(),
                    state.adopted(),
                    state.flaps(),
                    Set.of(),
                    true,
                    state.forecasts(),
                    state.moves(),
                    state.reviews(),
                    state.expired(),
                    state.switching(),
                    state.lighting());
        }
    }
}
