package org.qkdn.emulator.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** What a member tells of itself: {@code GET /health}. */
public record MemberHealth(JsonNode report) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** Empty where it does not answer. */
    public static Optional<MemberHealth> of(Member member) throws InterruptedException {
        var request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + member.ports().health() + "/health"))
                .timeout(PATIENCE)
                .build();
        try {
            return Optional.of(new MemberHealth(
                    JSON.readTree(HTTP.send(request, BodyHandlers.ofString()).body())));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    public boolean isWell() {
        return report.path("well").asBoolean();
    }

    /** Of the bundle that is the controller. */
    public String version() {
        return report.path("version").asText();
    }

    /** Whether this is the one member that programs the network. */
    public boolean programs() {
        return report.at("/parts/plane/text").asText().startsWith("programs");
    }

    /** Number of the last change of configuration that this member has applied. */
    public long applied() {
        return configuration().path("applied").asLong(-1);
    }

    /** Whether it leads the configuration's shard. */
    public boolean leads() {
        return configuration().path("role").asText().equals("Leader");
    }

    private JsonNode configuration() {
        return report.path("shards").path(report.path("member").asText() + "-shard-default-config");
    }
}
