package org.qkdn.optical;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.qkdn.netconf.client.Dom;
import org.w3c.dom.Element;

/** A connectivity service between two ports of the switch. */
record TapiService(String uuid, int ingress, int egress, String lifecycle, String operational) {
    /** Empty for services of other layers, of more than two ends, or of what is no port. */
    static Optional<TapiService> of(Element service, SortedMap<Integer, TapiPort> ports) {
        final var ends = Dom.children(service, "end-point");
        if (ends.size() != 2 || !Dom.text(service, "layer-protocol-name").equals(Optional.of("PHOTONIC_MEDIA"))) {
            return Optional.empty();
        }
        final var turned = Dom.text(ends.getFirst(), "direction").equals(Optional.of("SOURCE"));
        final var ordered = turned ? ends.reversed() : ends;
        final var numbers =
                ordered.stream().flatMap(end -> port(end, ports).stream()).toList();
        return numbers.size() == 2 ? Optional.of(of(service, numbers)) : Optional.empty();
    }

    private static TapiService of(Element service, List<Integer> numbers) {
        return new TapiService(
                Dom.text(service, "uuid").orElse(""),
                numbers.getFirst(),
                numbers.getLast(),
                Dom.text(service, "lifecycle-state").orElse("INSTALLED"),
                Dom.text(service, "operational-state").orElse("ENABLED"));
    }

    /** Light passes, until a removal is complete. */
    boolean isLit() {
        return lifecycle.equals("PENDING_REMOVAL") || (lifecycle.equals("INSTALLED") && operational.equals("ENABLED"));
    }

    /** The server is not done with it. */
    boolean isChanging() {
        return lifecycle.equals("PLANNED") || lifecycle.equals("PENDING_REMOVAL");
    }

    boolean uses(Map.Entry<Integer, Integer> pair) {
        return ingress == pair.getKey()
                || egress == pair.getValue()
                || ingress == pair.getValue()
                || egress == pair.getKey();
    }

    private static Optional<Integer> port(Element end, SortedMap<Integer, TapiPort> ports) {
        final var point = Dom.find(end, "service-interface-point")
                .flatMap(reference -> Dom.text(reference, "service-interface-point-uuid"));
        return ports.values().stream()
                .filter(port -> point.equals(Optional.of(port.uuid())))
                .map(TapiPort::number)
                .findFirst();
    }
}
