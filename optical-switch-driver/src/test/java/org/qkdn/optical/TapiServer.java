package org.qkdn.optical;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.qkdn.netconf.client.Timing;

/** TAPI 2.5 as a switch of fibres may have it. It answers before it is done: a service is PLANNED when first asked for. */
final class TapiServer extends EmulatedHttp {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String CONTEXT = "/restconf/data/tapi-common:context";
    private static final String CONNECTIVITY = CONTEXT + "/tapi-connectivity:connectivity-context";
    private static final String UUID = "00000000-0000-4000-8000-0000000000";

    private final boolean onlyMediaChannels;
    private final List<String> posted = new CopyOnWriteArrayList<>();
    /** By ingress: services that were asked for, whatever became of them. */
    private final Map<Integer, Service> services = new TreeMap<>();

    private record Service(String uuid, int ingress, int egress, boolean shown) {}

    TapiServer(Fabric fabric, Optional<TestCertificate> secured, boolean onlyMediaChannels) throws IOException {
        super(fabric, secured);
        this.onlyMediaChannels = onlyMediaChannels;
    }

    @Override
    public String maker() {
        return "";
    }

    @Override
    OpticalSwitch open(SwitchTarget target, Timing timing) throws IOException {
        return TapiSwitch.open(target, timing);
    }

    /** Bodies of requests for services. */
    List<String> posted() {
        return posted;
    }

    @Override
    synchronized Answer answer(String method, String path, String body) throws IOException {
        if (method.equals("GET")) {
            return switch (path) {
                case "/.well-known/host-meta" -> new Answer(404, "");
                case CONTEXT -> new Answer(200, context().toString());
                case CONNECTIVITY -> connectivity();
                default -> new Answer(404, "");
            };
        }
        if (method.equals("POST") && path.equals(CONNECTIVITY)) {
            posted.add(body);
            return make(MAPPER.readTree(body)
                    .path("tapi-connectivity:connectivity-service")
                    .path(0));
        }
        if (method.equals("DELETE") && path.startsWith(CONNECTIVITY + "/connectivity-service=")) {
            return delete(path.substring(path.indexOf("service=") + 8));
        }
        return new Answer(405, "");
    }

    private ObjectNode context() {
        final var context = MAPPER.createObjectNode();
        final var root = context.putObject("tapi-common:context");
        root.put("uuid", "S-4711");
        final var points = root.putArray("service-interface-point");
        for (int port = 1; port <= Fabric.PORTS; port++) {
            final var point = points.addObject();
            point.put("uuid", uuid(port));
            point.put("layer-protocol-name", "PHOTONIC_MEDIA");
            point.put("administrative-state", fabric.health(port).equals("DISABLED") ? "LOCKED" : "UNLOCKED");
            point.put("operational-state", fabric.health(port).equals("FAILED") ? "DISABLED" : "ENABLED");
            final var name = point.putArray("name").addObject();
            if (port % 2 == 0) {
                name.put("value-name", "INVENTORY_ID").put("value", "/ne=SW/r=1/sh=1/sl=1/p=" + port);
            } else {
                name.put("value-name", "port-number").put("value", Integer.toString(port));
            }
            if (onlyMediaChannels) {
                point.putArray("supported-cep-layer-protocol-qualifier-instances")
                        .addObject()
                        .put("layer-protocol-qualifier", "tapi-photonic-media:PHOTONIC_LAYER_QUALIFIER_MC");
                point.putObject("tapi-photonic-media:photonic-media-service-interface-point-spec")
                        .putObject("spectrum-capability-pac")
                        .putArray("supportable-spectrum")
                        .addObject()
                        .put("lower-frequency", "191300000000000")
                        .put("upper-frequency", "196100000000000");
            }
        }
        points.addObject().put("uuid", UUID + "99").put("layer-protocol-name", "DSR");
        return context;
    }

    private Answer connectivity() {
        final var all = new TreeMap<Integer, Service>(services);
        fabric.connections().forEach((in, out) -> {
            if (!all.containsKey(in) || all.get(in).egress() != out) {
                all.put(in, new Service(uuid(100 + in), in, out, true));
            }
        });
        final var answer = MAPPER.createObjectNode();
        final var list =
                answer.putObject("tapi-connectivity:connectivity-context").putArray("connectivity-service");
        all.values().forEach(service -> show(service, list.addObject()));
        list.addObject()
                .put("uuid", UUID + "98")
                .put("layer-protocol-name", "DSR")
                .putArray("end-point");
        services.replaceAll((ingress, service) -> new Service(service.uuid(), ingress, service.egress(), true));
        return new Answer(200, answer.toString());
    }

    private void show(Service service, ObjectNode into) {
        final var lit =
                Integer.valueOf(service.egress()).equals(fabric.connections().get(service.ingress()));
        into.put("uuid", service.uuid());
        into.put("layer-protocol-name", "PHOTONIC_MEDIA");
        into.put("direction", "UNIDIRECTIONAL");
        into.put("lifecycle-state", service.shown() ? "INSTALLED" : "PLANNED");
        into.put("operational-state", service.shown() && lit ? "ENABLED" : "DISABLED");
        final var ends = into.putArray("end-point");
        end(ends.addObject(), "SOURCE", service.egress());
        end(ends.addObject(), "SINK", service.ingress());
    }

    private static void end(ObjectNode into, String direction, int port) {
        into.put("local-id", direction).put("direction", direction);
        into.putObject("service-interface-point").put("service-interface-point-uuid", uuid(port));
    }

    private Answer make(JsonNode service) {
        final var ends = new TreeMap<String, Integer>();
        service.path("end-point")
                .forEach(end -> ends.put(
                        end.path("direction").asText(),
                        port(end.path("service-interface-point")
                                .path("service-interface-point-uuid")
                                .asText())));
        if (!service.path("direction").asText().equals("UNIDIRECTIONAL")
                || !ends.keySet().equals(java.util.Set.of("SINK", "SOURCE"))) {
            return new Answer(400, error("invalid-value", "one way, from SINK to SOURCE"));
        }
        if (services.values().stream()
                .anyMatch(other -> other.uuid().equals(service.path("uuid").asText()))) {
            return new Answer(409, error("data-exists", "there is such a service"));
        }
        final var made = new Service(service.path("uuid").asText(), ends.get("SINK"), ends.get("SOURCE"), false);
        final var complaint = fabric.carryOut(List.of(), Map.of(made.ingress(), made.egress()));
        if (complaint.isPresent()) {
            return new Answer(500, error("operation-failed", complaint.get()));
        }
        if (!fabric.lies) {
            services.put(made.ingress(), made);
        }
        return new Answer(201, "");
    }

    private Answer delete(String uuid) {
        final var known = services.values().stream()
                .filter(service -> service.uuid().equals(uuid))
                .findFirst();
        final var ingress = known.map(Service::ingress).or(() -> fabric.connections().keySet().stream()
                .filter(port -> uuid(100 + port).equals(uuid))
                .findFirst());
        if (ingress.isEmpty()) {
            return new Answer(404, "");
        }
        final var complaint = fabric.carryOut(List.of(ingress.get()), Map.of());
        if (complaint.isEmpty() && !fabric.lies) {
            services.remove(ingress.get());
        }
        return complaint
                .map(what -> new Answer(500, error("operation-failed", what)))
                .orElseGet(() -> new Answer(204, ""));
    }

    private static String uuid(int port) {
        return UUID.substring(0, UUID.length() - 2) + String.format("%04d", port);
    }

    private static int port(String uuid) {
        return Integer.parseInt(uuid.substring(uuid.length() - 4));
    }

    private static String error(String tag, String message) {
        return "{\"ietf-restconf:errors\":{\"error\":[{\"error-type\":\"application\",\"error-tag\":\"" + tag
                + "\",\"error-message\":\"" + message + "\"}]}}";
    }
}
