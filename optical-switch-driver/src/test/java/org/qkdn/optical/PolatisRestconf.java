package org.qkdn.optical;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.qkdn.netconf.client.Timing;

/** RESTCONF as Polatis has it, under {@code /api/data}. */
final class PolatisRestconf extends EmulatedHttp {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String CONNECTIONS = "/optical-switch:cross-connects";

    private final String root;

    PolatisRestconf(Fabric fabric, Optional<TestCertificate> secured, String root) throws IOException {
        super(fabric, secured);
        this.root = root;
    }

    @Override
    public String maker() {
        return "HUBER+SUHNER";
    }

    @Override
    OpticalSwitch open(SwitchTarget target, Timing timing) throws IOException {
        return RestconfPolatisSwitch.open(target, timing);
    }

    @Override
    Answer answer(String method, String path, String body) throws IOException {
        if (!path.startsWith(root + "/data/")) {
            return new Answer(404, "");
        }
        final var resource = path.substring((root + "/data").length());
        return switch (method + " " + resource.replaceAll("=[0-9]+$", "=")) {
            case "GET /optical-switch:product-information" ->
                new Answer(
                        200,
                        "{\"optical-switch:product-information\":{\"manufacturer\":\"HUBER+SUHNER\","
                                + "\"serial-number\":\"S-4711\",\"model-name\":\"576\"}}");
            case "GET /optical-switch:port-config" ->
                new Answer(
                        200,
                        IntStream.rangeClosed(1, Fabric.PORTS)
                                .mapToObj(
                                        port -> "{\"port-id\":" + port + ",\"status\":\"" + fabric.health(port) + "\"}")
                                .collect(
                                        Collectors.joining(",", "{\"optical-switch:port-config\":{\"port\":[", "]}}")));
            case "GET " + CONNECTIONS -> connections();
            case "POST " + CONNECTIONS -> {
                final var wanted = MAPPER.readTree(body).path("optical-switch:pair");
                yield outcome(fabric.carryOut(List.of(), pairs(wanted)), 201);
            }
            case "PUT " + CONNECTIONS -> {
                final var wanted = pairs(MAPPER.readTree(body)
                        .path("optical-switch:cross-connects")
                        .path("pair"));
                final var gone = new ArrayList<Integer>(fabric.connections().keySet());
                fabric.connections().entrySet().stream()
                        .filter(pair -> pair.getValue().equals(wanted.get(pair.getKey())))
                        .forEach(pair -> {
                            gone.remove(pair.getKey());
                            wanted.remove(pair.getKey());
                        });
                yield outcome(fabric.carryOut(gone, wanted), 204);
            }
            case "DELETE " + CONNECTIONS + "/pair=" -> {
                final var ingress = Integer.valueOf(resource.substring(resource.indexOf('=') + 1));
                yield fabric.connections().containsKey(ingress)
                        ? outcome(fabric.carryOut(List.of(ingress), new TreeMap<>()), 204)
                        : new Answer(404, "");
            }
            default -> new Answer(404, "");
        };
    }

    /** With nothing in it the container is not there. */
    private Answer connections() {
        return fabric.connections().isEmpty()
                ? new Answer(404, error("data-missing", ""))
                : new Answer(
                        200,
                        fabric.connections().entrySet().stream()
                                .map(pair -> "{\"ingress\":" + pair.getKey() + ",\"egress\":" + pair.getValue() + "}")
                                .collect(Collectors.joining(
                                        ",", "{\"optical-switch:cross-connects\":{\"pair\":[", "]}}")));
    }

    private static java.util.Map<Integer, Integer> pairs(JsonNode list) {
        final var found = new TreeMap<Integer, Integer>();
        list.forEach(pair ->
                found.put(pair.path("ingress").asInt(), pair.path("egress").asInt()));
        return found;
    }

    private static Answer outcome(Optional<String> complaint, int success) {
        return complaint
                .map(what -> new Answer(409, error("operation-failed", what)))
                .orElseGet(() -> new Answer(success, ""));
    }

    private static String error(String tag, String message) {
        return "{\"ietf-restconf:errors\":{\"error\":[{\"error-type\":\"application\",\"error-tag\":\"" + tag
                + "\",\"error-message\":\"" + message + "\"}]}}";
    }
}
