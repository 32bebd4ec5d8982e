package org.qkdn.controller.core.pairing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.qkdn.controller.core.model.Channel;
import org.qkdn.controller.core.model.OpticalPlant.SpanPort;

/**
 * Where light goes that enters a switch, from connection to span to connection.
 *
 * @param exit the last port it reached: a module's or an unknown one behind a connection, or one where nothing leads on
 */
public record LightTrace(
        List<Pairing.CrossConnect> crossConnects, List<String> spans, Optional<Channel> channel, SwitchPort exit) {
    public LightTrace {
        crossConnects = List.copyOf(crossConnects);
        spans = List.copyOf(spans);
    }

    static final LightTrace NOTHING = new LightTrace(List.of(), List.of(), Optional.empty(), new SwitchPort("", 0));

    /** Light that leaves at a port, traced back through what the switches report; in the light's own order. */
    public static LightTrace back(OpticalLayer layer, SwitchPort end) {
        LightTrace reversed = from(layer, end, layer::ingress);
        List<Pairing.CrossConnect> crossed = reversed.crossConnects().reversed().stream()
                .map(crossing -> new Pairing.CrossConnect(crossing.switchName(), crossing.egress(), crossing.ingress()))
                .toList();
        return new LightTrace(crossed, reversed.spans().reversed(), reversed.channel(), reversed.exit());
    }

    /**
     * Follows light from a port.
     *
     * @param connection the port that light entering at a port comes out of
     */
    public static LightTrace from(
            OpticalLayer layer, SwitchPort start, Function<SwitchPort, Optional<SwitchPort>> connection) {
        List<Pairing.CrossConnect> crossed = new ArrayList<>();
        List<String> spans = new ArrayList<>();
        Optional<Channel> channel = Optional.empty();
        SwitchPort at = start;
        while (true) {
            Optional<SwitchPort> out = connection.apply(at);
            if (out.isEmpty()) {
                return new LightTrace(crossed, spans, channel, at);
            }
            Pairing.CrossConnect crossing =
                    new Pairing.CrossConnect(at.device(), at.port(), out.get().port());
            if (crossed.contains(crossing)) {
                return new LightTrace(crossed, spans, channel, at);
            }
            crossed.add(crossing);
            Optional<SpanPort> span = layer.spanAt(out.get());
            Optional<SwitchPort> next = layer.farEnd(out.get());
            boolean sameWavelength = span.isPresent()
                    && channel.equals(channel.map(used -> span.get().channel()));
            if (next.isEmpty() || !sameWavelength) {
                return new LightTrace(crossed, spans, channel, out.get());
            }
            channel = span.map(SpanPort::channel);
            spans.add(span.get().span());
            at = next.get();
        }
    }
}
