package org.qkdn.optical;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** A connectivity service that shall be made (TAPI 2.5.0: the media channel's request is in layer-protocol-constraint). */
record TapiRequest(TapiPort ingress, TapiPort egress) {
    private static final String QUALIFIER = "PHOTONIC_LAYER_QUALIFIER_";
    private static final String MEDIA_CHANNEL = QUALIFIER + "MC";
    /** The whole fibre first. */
    private static final List<String> PREFERRED =
            List.of(QUALIFIER + "OTS_MEDIA", QUALIFIER + "OS_MEDIA", MEDIA_CHANNEL);

    /** The same for the same ports: what is asked for twice exists once. */
    String uuid() {
        return UUID.nameUUIDFromBytes(("qkdn " + ingress.uuid() + " " + egress.uuid()).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    String json() {
        final var body = JsonNodeFactory.instance.objectNode();
        final var service =
                body.putArray("tapi-connectivity:connectivity-service").addObject();
        service.put("uuid", uuid());
        service.putArray("name")
                .addObject()
                .put("value-name", "SERVICE_NAME")
                .put("value", "qkdn " + ingress.number() + " to " + egress.number());
        layer(service);
        service.put("direction", "UNIDIRECTIONAL");
        service.put("administrative-state", "UNLOCKED");
        service.putObject("connectivity-constraint").put("service-type", "POINT_TO_POINT_CONNECTIVITY");
        final var ends = service.putArray("end-point");
        end(ends.addObject(), "ingress", "SINK", ingress);
        end(ends.addObject(), "egress", "SOURCE", egress);
        return body.toString();
    }

    private String qualifier() {
        return PREFERRED.stream()
                .filter(layer -> ingress.qualifiers().contains(layer)
                        && egress.qualifiers().contains(layer))
                .findFirst()
                .orElse(PREFERRED.getFirst());
    }

    private void layer(ObjectNode into) {
        into.put("layer-protocol-name", "PHOTONIC_MEDIA");
        into.put("layer-protocol-qualifier", "tapi-photonic-media:" + qualifier());
    }

    private void end(ObjectNode end, String name, String direction, TapiPort port) {
        end.put("local-id", name);
        layer(end);
        end.put("direction", direction);
        end.put("role", "SYMMETRIC");
        end.put("administrative-state", "UNLOCKED");
        end.putObject("service-interface-point").put("service-interface-point-uuid", port.uuid());
        if (qualifier().equals(MEDIA_CHANNEL)) {
            port.spectrum().ifPresent(band -> mediaChannel(end, band));
        }
    }

    private void mediaChannel(ObjectNode end, TapiPort.Spectrum band) {
        final var constraint = end.putArray("layer-protocol-constraint").addObject();
        constraint.put("local-id", "mc");
        layer(constraint);
        final var channel = constraint
                .putObject("tapi-photonic-media:mcg-connectivity-service-end-point-spec")
                .put("number-of-mc", "1")
                .putArray("mc-spectrum-config-pac")
                .addObject();
        channel.put("local-id", "1");
        channel.putObject("spectrum").put("lower-frequency", band.lower()).put("upper-frequency", band.upper());
        channel.putObject("edge-frequency-constraint")
                .put("adjustment-granularity", "tapi-photonic-media:ADJUSTMENT_GRANULARITY_UNCONSTRAINED")
                .put("grid-type", "tapi-photonic-media:GRID_TYPE_GRIDLESS");
    }
}
