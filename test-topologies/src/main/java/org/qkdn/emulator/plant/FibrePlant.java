package org.qkdn.emulator.plant;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.qkdn.emulator.topology.Attachment;
import org.qkdn.emulator.topology.Loss;
import org.qkdn.emulator.topology.ModuleRef;
import org.qkdn.emulator.topology.OpticalSwitch;
import org.qkdn.emulator.topology.Span;
import org.qkdn.emulator.topology.SpanChannel;
import org.qkdn.emulator.topology.Topology;
import org.qkdn.emulator.topology.Wavelength;

/**
 * Fibres, filters and switches: tells where the light of a module goes. Every point in the plant (a switch port, one
 * channel at one end of a span) has one neighbour outside and one inside its site at most, so light takes one way and
 * never runs in a circle. Each crossing of a switch costs the topology's switch loss; what the filters cost is part of
 * the measured loss of a span.
 */
public final class FibrePlant {
    private final Topology topology;
    /** What the channel of a span leads to at a site. */
    private final Map<End, Point> ends = new HashMap<>();

    private final Map<PortAt, ModuleRef> modulePorts = new HashMap<>();

    private record End(String site, SpanChannel channel) {}

    private record PortAt(String site, int port) {}

    private sealed interface Point {
        record AtPort(PortAt port) implements Point {}

        record AtModule(ModuleRef module) implements Point {}
    }

    public FibrePlant(Topology topology) {
        this.topology = topology;
        for (var device : topology.switches()) {
            device.patches()
                    .forEach((port, channel) -> ends.put(
                            new End(device.site(), channel), new Point.AtPort(new PortAt(device.site(), port))));
        }
        for (var module : topology.modules()) {
            switch (module.attachment()) {
                case Attachment.SwitchPort p -> modulePorts.put(new PortAt(p.site(), p.port()), module.ref());
                case Attachment.FixedChannel f ->
                    ends.put(new End(module.ref().site(), f.channel()), new Point.AtModule(module.ref()));
            }
        }
    }

    /** Follows the light that a module sends out at a wavelength. */
    public Light follow(ModuleRef transmitter, Wavelength wavelength, PlantState state) {
        var module = topology.module(transmitter)
                .orElseThrow(() -> new IllegalArgumentException("unknown module " + transmitter));
        var start =
                switch (module.attachment()) {
                    case Attachment.SwitchPort p -> leaveSwitch(new PortAt(p.site(), p.port()), state);
                    case Attachment.FixedChannel f -> new Step.IntoSpan(f.channel(), 0);
                };
        return new Walk(wavelength, state, transmitter.site()).from(start);
    }

    private sealed interface Step {
        record IntoSpan(SpanChannel channel, int crossings) implements Step {}

        record IntoModule(ModuleRef module, int crossings) implements Step {}

        record Lost(String reason) implements Step {}
    }

    /** Light enters a switch at a port: where does it come out? */
    private Step leaveSwitch(PortAt in, PlantState state) {
        var device = topology.switchAt(in.site()).orElseThrow();
        var out = partner(device, in.port(), state);
        if (out.isEmpty()) {
            return new Step.Lost(device.name() + " connects port " + in.port() + " to nothing");
        }
        var channel = device.patches().get(out.get());
        if (channel != null) {
            return new Step.IntoSpan(channel, 1);
        }
        var module = modulePorts.get(new PortAt(in.site(), out.get()));
        return module == null
                ? new Step.Lost("port " + out.get() + " of " + device.name() + " is patched to nothing")
                : new Step.IntoModule(module, 1);
    }

    private static Optional<Integer> partner(OpticalSwitch device, int port, PlantState state) {
        for (var connect : state.connectionsOf(device.name())) {
            if (connect.ingress() == port) {
                return Optional.of(connect.egress());
            }
            if (connect.egress() == port) {
                return Optional.of(connect.ingress());
            }
        }
        return Optional.empty();
    }

    /** One walk along the fibre. */
    private final class Walk {
        private final Wavelength wavelength;
        private final PlantState state;
        private final String from;
        private final List<String> spans = new ArrayList<>();
        private String site;
        private Loss fibre = Loss.NONE;
        private Loss switches = Loss.NONE;
        private Loss added = Loss.NONE;

        Walk(Wavelength wavelength, PlantState state, String from) {
            this.wavelength = wavelength;
            this.state = state;
            this.from = from;
            this.site = from;
        }

        Light from(Step first) {
            var step = first;
            while (true) {
                switch (step) {
                    case Step.Lost lost -> {
                        return new Light.Dark(lost.reason());
                    }
                    case Step.IntoModule end -> {
                        cross(end.crossings());
                        var path = new OpticalPath(from, spans, wavelength, fibre, fibre.plus(switches), added);
                        return new Light.Arrives(end.module(), path);
                    }
                    case Step.IntoSpan into -> {
                        cross(into.crossings());
                        step = through(into.channel());
                    }
                }
            }
        }

        private Step through(SpanChannel channel) {
            Span span = topology.span(channel.span()).orElseThrow();
            if (!channel.wavelength().equals(wavelength)) {
                return new Step.Lost("the filter of span " + span.name() + " at " + site + " passes "
                        + channel.wavelength() + ", not " + wavelength);
            }
            if (state.cutSpans().contains(span.name())) {
                return new Step.Lost("span " + span.name() + " is cut");
            }
            if (spans.size() > 2 * topology.spans().size()) {
                return new Step.Lost("light runs in a circle: a switch port is in two cross-connects");
            }
            spans.add(span.name());
            added = added.plus(state.attenuationOf(span.name()));
            fibre = fibre.plus(topology.loss(span, wavelength)).plus(state.attenuationOf(span.name()));
            site = span.otherEnd(site);
            return switch (ends.get(new End(site, channel))) {
                case null -> new Step.Lost("channel " + channel + " is patched to nothing at " + site);
                case Point.AtModule end -> new Step.IntoModule(end.module(), 0);
                case Point.AtPort in -> leaveSwitch(in.port(), state);
            };
        }

        private void cross(int crossings) {
            for (int i = 0; i < crossings; i++) {
                switches = switches.plus(topology.switchLoss());
            }
        }
    }
}
