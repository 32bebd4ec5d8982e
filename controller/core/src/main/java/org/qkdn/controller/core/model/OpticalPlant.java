package org.qkdn.controller.core.model;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The optical layer as the operator described it.
 *
 * @param rates what is known of the rates that modules make
 * @param policy how switched modules are paired
 * @param sources of entangled photons, by name
 */
public record OpticalPlant(
        Map<String, Span> spans,
        Map<String, Switch> switches,
        List<FixedPair> fixedPairs,
        List<WantedPairing> wantedPairings,
        RateTable rates,
        PairingPolicy policy,
        Map<String, EntangledSource> sources) {
    public static final OpticalPlant EMPTY = new OpticalPlant(Map.of(), Map.of(), List.of(), List.of());

    public OpticalPlant {
        spans = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(spans));
        switches = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(switches));
        fixedPairs = List.copyOf(fixedPairs);
        wantedPairings = List.copyOf(wantedPairings);
        sources = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(sources));
    }

    /** Without a source of entangled photons. */
    public OpticalPlant(
            Map<String, Span> spans,
            Map<String, Switch> switches,
            List<FixedPair> fixedPairs,
            List<WantedPairing> wantedPairings,
            RateTable rates,
            PairingPolicy policy) {
        this(spans, switches, fixedPairs, wantedPairings, rates, policy, Map.of());
    }

    /** With the usual policy. */
    public OpticalPlant(
            Map<String, Span> spans,
            Map<String, Switch> switches,
            List<FixedPair> fixedPairs,
            List<WantedPairing> wantedPairings,
            RateTable rates) {
        this(spans, switches, fixedPairs, wantedPairings, rates, PairingPolicy.DEFAULT);
    }

    /** Nothing is known of rates. */
    public OpticalPlant(
            Map<String, Span> spans,
            Map<String, Switch> switches,
            List<FixedPair> fixedPairs,
            List<WantedPairing> wantedPairings) {
        this(spans, switches, fixedPairs, wantedPairings, RateTable.EMPTY);
    }

    /** Modules that fixed pairs and the operator's pairings name: they are not the controller's to choose for. */
    public Set<ModuleId> named() {
        Set<ModuleId> named = new HashSet<>();
        fixedPairs.forEach(pair -> named.addAll(Set.of(pair.transmitter(), pair.receiver())));
        wantedPairings.forEach(wish -> named.addAll(Set.of(wish.transmitter(), wish.receiver())));
        return named;
    }

    /**
     * A fibre between two sites.
     *
     * @param loss in the C band
     * @param ducts what it lies in, with others
     * @param oBandLoss where it is not half as much again as in the C band
     * @param filters loss of adding a channel and dropping it again, as far as it is not part of the other two
     * @param classical channels of classical light in the same fibre
     */
    public record Span(
            String name,
            NodeName a,
            NodeName b,
            Loss loss,
            Set<String> ducts,
            Optional<Loss> oBandLoss,
            Loss filters,
            Set<Channel> classical) {
        public Span {
            ducts = Set.copyOf(ducts);
            classical = Set.copyOf(classical);
        }

        public Span(String name, NodeName a, NodeName b, Loss loss, Set<String> ducts) {
            this(name, a, b, loss, ducts, Optional.empty(), Loss.NONE, Set.of());
        }

        /** From end to end at a wavelength, filters included. */
        public Loss loss(Channel channel) {
            Loss fibre = channel.isOBand() ? oBandLoss.orElseGet(() -> new Loss(loss.milliDb() * 3 / 2)) : loss;
            return fibre.plus(filters);
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

    /** Two modules patched to each other; {@code loss} where it is not the sum of the spans' loss. */
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

    /**
     * A source that sends one photon of each entangled pair into either of two ports of a switch, and so serves two of the
     * transceivers patched to that switch at a time.
     *
     * @param slot how long a pair has it once it makes key, or longer
     */
    public record EntangledSource(String name, String switchName, int firstPort, int secondPort, Duration slot) {}
}
