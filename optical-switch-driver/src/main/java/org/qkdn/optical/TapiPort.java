package org.qkdn.optical;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.qkdn.netconf.client.Dom;
import org.w3c.dom.Element;

/**
 * A service interface point that is a port of the switch. Its number is the value of its name {@code port-number}, or else what
 * stands behind {@code /p=} in its name {@code INVENTORY_ID}; one with neither is no port. TAPI prescribes neither.
 *
 * @param spectrum in which a media channel may lie, in hertz
 * @param qualifiers of the layers that it offers, without a module's name; empty: it tells nothing of them
 */
record TapiPort(int number, String uuid, PortHealth health, Optional<Spectrum> spectrum, Set<String> qualifiers) {
    private static final Pattern INVENTORY = Pattern.compile("/p=([0-9]{1,5})(?:/|$)");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,5}");

    TapiPort {
        qualifiers = Set.copyOf(qualifiers);
    }

    /** In hertz. */
    record Spectrum(String lower, String upper) {}

    static SortedMap<Integer, TapiPort> read(String address, Element context) throws IOException {
        final var found = new TreeMap<Integer, TapiPort>();
        for (var point : Dom.children(context, "service-interface-point")) {
            final var number = number(point);
            if (number.isPresent()) {
                final var port = of(point, number.get());
                final var other = Optional.ofNullable(found.put(port.number(), port));
                if (other.isPresent()) {
                    throw new IOException(address + ": service interface points "
                            + other.get().uuid() + " and "
                            + port.uuid() + " both have port number " + port.number()
                            + "; give them names port-number that differ");
                }
            }
        }
        return found;
    }

    private static TapiPort of(Element point, int number) {
        return new TapiPort(
                number,
                Dom.text(point, "uuid").orElse(""),
                health(point),
                spectrum(point),
                Dom.children(point, "supported-cep-layer-protocol-qualifier-instances").stream()
                        .flatMap(instances -> Dom.text(instances, "layer-protocol-qualifier").stream())
                        .map(qualifier -> qualifier.substring(qualifier.indexOf(':') + 1))
                        .collect(Collectors.toSet()));
    }

    private static Optional<Integer> number(Element point) {
        return name(point, "port-number")
                .filter(text -> NUMBER.matcher(text).matches())
                .or(() -> name(point, "INVENTORY_ID").flatMap(text -> INVENTORY
                        .matcher(text)
                        .results()
                        .map(part -> part.group(1))
                        .findFirst()))
                .map(Integer::valueOf)
                .filter(number -> number > 0);
    }

    private static Optional<String> name(Element point, String valueName) {
        return Dom.children(point, "name").stream()
                .filter(name -> Dom.text(name, "value-name").equals(Optional.of(valueName)))
                .flatMap(name -> Dom.text(name, "value").stream())
                .findFirst();
    }

    private static PortHealth health(Element point) {
        if (Dom.text(point, "administrative-state").equals(Optional.of("LOCKED"))) {
            return PortHealth.DISABLED;
        }
        return switch (Dom.text(point, "operational-state").orElse("")) {
            case "DISABLED" -> PortHealth.FAILED;
            case "ENABLED" -> PortHealth.ENABLED;
            default -> PortHealth.UNKNOWN;
        };
    }

    private static Optional<Spectrum> spectrum(Element point) {
        final List<Element> bands = Dom.find(
                        point, "photonic-media-service-interface-point-spec", "spectrum-capability-pac")
                .map(capability -> Dom.children(capability, "supportable-spectrum"))
                .orElse(List.of());
        return bands.stream()
                .findFirst()
                .map(band -> new Spectrum(
                        Dom.text(band, "lower-frequency").orElse("0"),
                        Dom.text(band, "upper-frequency").orElse("0")));
    }
}
