package org.qkdn.controller.karaf;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * Tells how this member is, by HTTP: {@code GET /health} is 200 when all its parts do what they should and each shard has
 * a leader, 503 otherwise, with the reasons as JSON either way. It tells nothing that must be protected and changes nothing;
 * still it is for the loopback, where a monitoring agent of the machine finds it.
 */
@Component(
        service = Health.class,
        immediate = true,
        configurationPid = "org.qkdn.health",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class Health {
    private static final JsonMapper JSON = new JsonMapper();
    /** What must be there before this member is well. */
    private static final Set<String> ALL = Set.of("configuration", "northbound", "plane");

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    private volatile List<Part> parts = List.of();

    private final HttpServer server;
    private final String version;

    /** @throws IOException naming the port that cannot be had */
    @Activate
    public Health(BundleContext bundles, Map<String, Object> properties) throws IOException {
        this(bundles.getBundle().getVersion().toString(), properties);
    }

    Health(String version, Map<String, Object> properties) throws IOException {
        this.version = version;
        var host = String.valueOf(properties.get("host"));
        var port = String.valueOf(properties.get("port"));
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByName(host), Integer.parseInt(port)), 0);
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException(
                    "etc/org.qkdn.health.cfg: cannot listen on " + host + ":" + port + " (" + e.getMessage()
                            + "); give host and port of this machine that nobody else uses",
                    e);
        }
        server.createContext("/health", this::answer);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Deactivate
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!exchange.getRequestMethod().equals("GET")) {
                exchange.sendResponseHeaders(405, -1);
                return;
            }
            var report = report(version, parts, Shard.all());
            var body = (report.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("content-type", "application/json");
            exchange.sendResponseHeaders(report.get("well").asBoolean() ? 200 : 503, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    static ObjectNode report(String version, List<Part> parts, List<Shard> shards) {
        boolean well = !shards.isEmpty()
                && shards.stream().allMatch(shard -> shard.leader().isPresent())
                && parts.stream().map(Part::name).toList().containsAll(ALL)
                && parts.stream().allMatch(part -> part.condition().good());
        var report = JSON.createObjectNode();
        report.put("member", shards.stream().map(Shard::member).findFirst().orElse("unknown"));
        report.put("version", version);
        report.put("well", well);
        var told = report.putObject("parts");
        parts.stream().sorted(Comparator.comparing(Part::name)).forEach(part -> {
            var condition = part.condition();
            told.putObject(part.name()).put("good", condition.good()).put("text", condition.text());
        });
        var all = report.putObject("shards");
        shards.forEach(shard -> all.putObject(shard.name())
                .put("role", shard.role())
                .put("leader", shard.leader().orElse(""))
                .put("applied", shard.applied()));
        return report;
    }
}
