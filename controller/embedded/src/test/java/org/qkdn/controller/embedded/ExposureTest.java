package org.qkdn.controller.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.controller.core.engine.Engine;
import org.qkdn.controller.core.engine.Event;
import org.qkdn.controller.core.engine.NetworkState;
import org.qkdn.controller.core.exposure.Crossing;
import org.qkdn.controller.core.exposure.KeyNames;
import org.qkdn.controller.core.exposure.PathHistory;
import org.qkdn.controller.core.exposure.UsedPath;
import org.qkdn.controller.core.model.ApplicationId;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.NodeReport;
import org.qkdn.controller.core.model.SaeId;
import org.qkdn.controller.mdsal.Exposure;
import org.qkdn.controller.mdsal.PathWatch;

/** Exposure reports over RESTCONF. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ExposureTest {
    private static final String REPORT = "operations/qkdn-exposure:exposure-report";
    private static final Instant BEGIN = Instant.parse("2026-11-26T08:00:00Z");

    @TempDir
    private Path folder;

    private final PathHistory history = new PathHistory(BEGIN);
    private Optional<String> unsafe = Optional.empty();
    private NetworkState present = Engine.initial();
    private KeyNames names =
            (end, path, from, until, limit) -> CompletableFuture.failedFuture(new IOException("it is mute"));
    private TestController controller;
    private Exposure exposure;
    private RestconfClient viewer;

    @BeforeEach
    void start() throws Exception {
        for (int i = 0; i < 5; i++) {
            history.add(new Crossing(
                    new UsedPath(
                            "service-" + i,
                            new ApplicationId(new UUID(7, i)),
                            Optional.of(new SaeId("sae-a")),
                            Optional.of(new SaeId("sae-c")),
                            new KeyAssociationLinkId(new UUID(8, i)),
                            List.of(new NodeName("A"), new NodeName("B"), new NodeName("C"))),
                    BEGIN.plusSeconds(60L * i),
                    i < 4 ? Optional.of(BEGIN.plusSeconds(60L * i + 60)) : Optional.empty()));
        }
        controller = new TestController(folder);
        exposure = new Exposure(
                controller.broker().rpcProviders(),
                () -> present,
                watch(),
                (end, path, from, until, limit) -> names.relayed(end, path, from, until, limit),
                () -> BEGIN.plusSeconds(10_000));
        viewer = controller.client("viewer");
    }

    @AfterEach
    void stop() throws Exception {
        exposure.close();
        controller.close();
    }

    private PathWatch watch() {
        return new PathWatch() {
            @Override
            public void decided(NetworkState state, Instant now) {
                throw new AssertionError("nothing is decided here");
            }

            @Override
            public Recorded of(NodeName node, Instant begin, Instant end) {
                return new Recorded(history.of(node, begin, end), history.since(), unsafe);
            }
        };
    }

    private RestconfClient.Answer ask(String input) throws Exception {
        return viewer.send("POST", REPORT, Optional.of("{\"qkdn-exposure:input\": " + input + "}"));
    }

    private List<String> services(String input) throws Exception {
        var answer = ask(input);
        assertEquals(200, answer.status(), answer.body());
        var found = new ArrayList<String>();
        for (int i = 0; i < 5; i++) {
            if (answer.body().contains("\"service-" + i + "\"")) {
                found.add(Integer.toString(i));
            }
        }
        return found;
    }

    @Test
    void tellsWhatCrossedTheNodeInThatTime() throws Exception {
        assertEquals(
                List.of("1", "2"),
                services(
                        "{\"node\": \"B\", \"from\": \"2026-11-26T08:01:30Z\", \"to\": \"2026-11-26T10:02:10+02:00\"}"));
        assertEquals(List.of("4"), services("{\"node\": \"B\", \"from\": \"2026-11-26T08:05:00.5Z\"}"), "until now");
        var answer =
                ask("{\"node\": \"B\", \"from\": \"2026-11-26T08:05:00Z\"}").body();
        assertTrue(answer.contains("\"role\":\"relay\""), answer);
        assertTrue(answer.contains("\"source\":\"sae-a\""), answer);
        assertTrue(answer.contains("\"path\":[\"A\",\"B\",\"C\"]"), answer);
        assertTrue(answer.contains("\"from\":\"2026-11-26T08:04:00Z\""), answer);
        assertFalse(answer.contains("note"), answer);
        assertTrue(answer.contains("keys that node A had relayed: it is not reachable"), answer);
        assertTrue(ask("{\"node\": \"C\", \"from\": \"2026-11-26T08:05:00Z\"}")
                .body()
                .contains("\"role\":\"end\""));
    }

    @Test
    void anAnswerHasALimitAndThereIsANextPage() throws Exception {
        var first = ask("{\"node\": \"B\", \"from\": \"2026-11-26T08:00:00Z\", \"limit\": 2}")
                .body();
        assertTrue(first.contains("\"total\":5"), first);
        assertEquals(
                List.of("0", "1"), services("{\"node\": \"B\", \"from\": \"2026-11-26T08:00:00Z\", \"limit\": 2}"));
        assertEquals(
                List.of("4"),
                services("{\"node\": \"B\", \"from\": \"2026-11-26T08:00:00Z\", \"limit\": 2, \"offset\": 4}"));
        assertEquals(List.of(), services("{\"node\": \"B\", \"from\": \"2026-11-26T08:00:00Z\", \"offset\": 99}"));
    }

    private static NetworkState heardFrom(String... nodes) {
        var state = Engine.initial();
        for (var node : nodes) {
            state = Engine.apply(
                            state,
                            new Event.NodeReported(new NodeReport(
                                    new NodeName(node), new UUID(9, 9), "", List.of(), List.of(), List.of(), true)))
                    .state();
        }
        return state;
    }

    @Test
    void theEndsOfThePathTellTheIdentifiersOfItsKeys() throws Exception {
        present = heardFrom("A", "C");
        names = (end, path, from, until, limit) -> end.value().equals("A")
                ? CompletableFuture.completedFuture(new KeyNames.Names(
                        List.of(new KeyNames.Range(
                                from.plusSeconds(1),
                                new UUID(0x8000, 7),
                                new UUID(0x8000, path.nodes().size()))),
                        BEGIN.plusSeconds(200),
                        true))
                : CompletableFuture.failedFuture(new IOException("its agent refuses: operation-not-supported"));
        var answer =
                ask("{\"node\": \"B\", \"from\": \"2026-11-26T08:05:00Z\"}").body();
        for (var part : List.of(
                "\"relayed-by\":\"A\"",
                "\"first\":\"00000000-0000-8000-0000-000000000007\"",
                "\"last\":\"00000000-0000-8000-0000-000000000003\"",
                "\"at\":\"2026-11-26T08:04:01Z\"",
                "more keys that node A had relayed",
                "keys that node C had relayed: its agent refuses: operation-not-supported")) {
            assertTrue(answer.contains(part), answer);
        }
        assertFalse(answer.contains("its record begins then"), answer);
        present = heardFrom("A");
        var unreachable =
                ask("{\"node\": \"B\", \"from\": \"2026-11-26T08:00:00Z\"}").body();
        assertTrue(unreachable.contains("keys that node C had relayed: it is not reachable"), unreachable);
        assertTrue(
                unreachable.contains("had relayed before 2026-11-26T08:03:20Z: its record begins then"), unreachable);
    }

    @Test
    void saysWhatItDoesNotKnow() throws Exception {
        unsafe = Optional.of("the disk is full");
        var answer =
                ask("{\"node\": \"B\", \"from\": \"2026-01-01T00:00:00Z\"}").body();
        assertTrue(answer.contains("the record begins at 2026-11-26T08:00:00Z"), answer);
        assertTrue(answer.contains("the disk is full"), answer);
    }

    @Test
    void aWrongQuestionIsRefused() throws Exception {
        for (var wrong : List.of(
                List.of("{\"node\": \"D\", \"from\": \"2026-11-26T08:00:00Z\"}", "node D is not registered"),
                List.of("{\"node\": \"B\"}", "from"),
                List.of("{\"node\": \"B\", \"from\": \"yesterday\"}", "yesterday"),
                List.of(
                        "{\"node\": \"B\", \"from\": \"2026-11-26T08:00:00Z\", \"to\": \"2026-11-25T08:00:00Z\"}",
                        "exchange the two"))) {
            var answer = ask(wrong.getFirst());
            assertEquals(400, answer.status(), answer.body());
            assertTrue(answer.body().contains(wrong.getLast()), answer.body());
        }
    }
}
