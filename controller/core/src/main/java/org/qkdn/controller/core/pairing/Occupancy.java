package org.qkdn.controller.core.pairing;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.qkdn.controller.core.model.OpticalPlant;
import org.qkdn.controller.core.model.OpticalPlant.SpanPort;

/** Which pair uses which switch port, and which wavelength of which span: each serves one pair. */
final class Occupancy {
    private final Map<SwitchPort, String> ports = new HashMap<>();
    private final Map<SpanPort, String> wavelengths = new HashMap<>();
    private final Closed closed;

    Occupancy() {
        this(Closed.NOTHING);
    }

    private Occupancy(Closed closed) {
        this.closed = closed;
    }

    /** Channels that carry something in any case: classical light and fixed pairs. */
    static Occupancy of(OpticalPlant plant) {
        Occupancy occupancy = new Occupancy();
        plant.fixedPairs().forEach(pair -> pair.spans()
                .forEach(span ->
                        occupancy.wavelengths.put(new SpanPort(span, pair.channel()), "fixed pair " + pair.name())));
        plant.spans().values().forEach(span -> span.classical()
                .forEach(channel -> occupancy.wavelengths.put(new SpanPort(span.name(), channel), "classical light")));
        return occupancy;
    }

    /** As if these were in use. */
    Occupancy without(Closed other) {
        Occupancy copy = new Occupancy(other);
        copy.ports.putAll(ports);
        copy.wavelengths.putAll(wavelengths);
        return copy;
    }

    /** {@code pair} is how the pair is named to the operator. */
    void claim(String pair, OpticalPath path) {
        path.crossConnects().stream().flatMap(Occupancy::ends).forEach(port -> ports.put(port, pair));
        path.spans().forEach(span -> wavelengths.put(new SpanPort(span, path.channel()), pair));
    }

    boolean isFree(SwitchPort port) {
        return !ports.containsKey(port) && !closed.switches().contains(port.device());
    }

    boolean isFree(SpanPort wavelength) {
        return !wavelengths.containsKey(wavelength) && !closed.spans().contains(wavelength.span());
    }

    /** What stands in the way of the path, for an operator; empty where nothing does. */
    Optional<String> conflict(OpticalPath path) {
        Stream<String> spans = path.spans().stream()
                .map(span -> new SpanPort(span, path.channel()))
                .flatMap(wavelength -> user(wavelength).stream());
        Stream<String> crossings = path.crossConnects().stream()
                .flatMap(Occupancy::ends)
                .filter(ports::containsKey)
                .map(taken -> "switch port " + taken + " serves " + ports.get(taken));
        return Stream.concat(spans, crossings).findFirst();
    }

    /** What the wavelength serves, for an operator; empty where nothing. */
    Optional<String> user(SpanPort wavelength) {
        return Optional.ofNullable(wavelengths.get(wavelength))
                .map(user -> "channel " + wavelength.channel() + " of span " + wavelength.span() + " serves " + user);
    }

    static Stream<SwitchPort> ends(Pairing.CrossConnect crossing) {
        return Stream.of(
                new SwitchPort(crossing.switchName(), crossing.ingress()),
                new SwitchPort(crossing.switchName(), crossing.egress()));
    }
}
