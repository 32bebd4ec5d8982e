package org.qkdn.controller.core.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The optical layer as the operator described it. */
public record OpticalPlant(
        Map<String, Span> spans,
        Map<String, Switch> switches,
        List<FixedPair> fixedPairs,
        List<WantedPairing> wantedPairings,
        PairingPolicy policy) {
    public static final OpticalPlant EMPTY = new OpticalPlant(Map.of(), Map.of(), List.of(), List.of());

    public OpticalPlant {
        spans = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(spans));
        switches = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(switches));
        fixedPairs = List.copyOf(fixedPairs);
        wantedPairings = List.copyOf(wantedPairings);
    }

    /** With the usual policy. */
    public OpticalPlant(
            Map<String, Span> spans,
            Map<String, Switch> switches,
            List<FixedPair> fixedPairs,
            List<WantedPairing> wantedPairings) {
        this(spans, switches, fixedPairs, wantedPairings, PairingPolicy.DEFAULT);
    }

    /** A fibre between two sites; {@code ducts} are what it lies in, with others. */
    public record Span(String name, NodeName a, NodeName b, Loss loss, Set<String> ducts) {
        public Span {
            ducts = Set.copyOf(ducts);
        }
    }

    /** An optical switch; {@code ports} are those that lead to spans. */
    public record Switch(String name, NodeName site, Loss insertionLoss, Map<Integer, SpanPort> ports) {
        public Switch {
            ports = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(ports));
        }
    }

    /** Where a switch port leads: into a span, at one wavelength. */
    public record SpanPort(String span, Channel channel) {}

    /** Two modules patched to each other; {@code loss} where it is not the sum of the spans' C-band loss. */
    public record FixedPair(
            String name,
            ModuleId transmitter,
            ModuleId receiver,
            List<String> spans,
            Channel channel,
            Optional<Loss> loss) {
        public FixedPair {
            spans = List.copyOf(spans);
        }
    }

    /** A pair of switched modules the operator asked for; the controller picks the wavelength where none is given. */
    public record WantedPairing(ModuleId transmitter, ModuleId receiver, Optional<Channel> channel) {}
}
