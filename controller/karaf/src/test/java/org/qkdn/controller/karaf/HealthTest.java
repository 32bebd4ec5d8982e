package org.qkdn.controller.karaf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class HealthTest {
    private static final Shard LED = new Shard("member-1-shard-default-config", "Leader", Optional.of("x"), true, 7);

    private record Fixed(String name, Condition condition) implements Part {}

    private static Part part(String name, boolean good) {
        return new Fixed(name, new Part.Condition(good, "as it is"));
    }

    private static List<Part> all() {
        return List.of(part("configuration", true), part("northbound", true), part("plane", true));
    }

    @Test
    void isWellWhenAllPartsAreThereAndEachShardHasALeader() {
        var report = Health.report("1.2.3", all(), List.of(LED));
        assertTrue(report.get("well").asBoolean(), report::toString);
        assertEquals("member-1", report.get("member").asText());
        assertEquals("1.2.3", report.get("version").asText());
        assertEquals(
                7, report.at("/shards/member-1-shard-default-config/applied").asLong());
    }

    @Test
    void isNotWellWithoutALeaderOrWhileAPartIsMissingOrBad() {
        var unled = new Shard("member-1-shard-default-config", "Candidate", Optional.empty(), false, 7);
        assertFalse(Health.report("1.2.3", all(), List.of(unled)).get("well").asBoolean());
        assertFalse(Health.report("1.2.3", all(), List.of()).get("well").asBoolean());
        assertFalse(Health.report("1.2.3", all().subList(0, 2), List.of(LED))
                .get("well")
                .asBoolean());
        var bad = List.of(part("configuration", true), part("northbound", false), part("plane", true));
        assertFalse(Health.report("1.2.3", bad, List.of(LED)).get("well").asBoolean());
    }

    @Test
    void answersOverHttpAndTakesNoCommand() throws Exception {
        var health = new Health("1.2.3", Map.of("host", "127.0.0.1", "port", "0"));
        try (var client = HttpClient.newHttpClient()) {
            var root = URI.create("http://127.0.0.1:" + health.port());
            var get = HttpRequest.newBuilder(root.resolve("/health")).build();
            var answer = client.send(get, BodyHandlers.ofString());
            assertEquals(503, answer.statusCode(), answer.body());
            assertTrue(answer.body().contains("\"well\" : false"), answer.body());
            var post = HttpRequest.newBuilder(root.resolve("/health"))
                    .POST(HttpRequest.BodyPublishers.ofString("{}"))
                    .build();
            assertEquals(405, client.send(post, BodyHandlers.ofString()).statusCode());
        } finally {
            health.close();
        }
    }

    @Test
    void aPortThatIsNoneIsNamed() {
        var refused = Assertions.assertThrows(
                IOException.class, () -> new Health("1.2.3", Map.of("host", "127.0.0.1", "port", "many")));
        assertTrue(refused.getMessage().contains("cannot listen on 127.0.0.1:many"), refused::getMessage);
    }
}
