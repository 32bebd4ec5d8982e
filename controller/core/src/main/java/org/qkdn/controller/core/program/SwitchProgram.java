package org.qkdn.controller.core.program;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.qkdn.controller.core.pairing.LightTrace;
import org.qkdn.controller.core.pairing.OpticalLayer;
import org.qkdn.controller.core.pairing.Pairing;
import org.qkdn.controller.core.pairing.SwitchPort;

/**
 * What each switch should connect. Light is never moved while key is made: a connection that no pair wants any more
 * stays until the modules at the ends of its light report to have stopped, and a pair's connections are added only while
 * its own modules rest. So re-pairing goes through states, each read back: links off, switches moved, links on.
 */
public final class SwitchProgram {
    private final OpticalLayer layer;
    private final List<Pairing.Made> pairs;

    private SwitchProgram(OpticalLayer layer, Collection<Pairing> pairings) {
        this.layer = layer;
        this.pairs = pairings.stream()
                .filter(Pairing.Made.class::isInstance)
                .map(Pairing.Made.class::cast)
                .toList();
    }

    /** For each switch of the plant, ingress to egress. */
    public static SortedMap<String, SortedMap<Integer, Integer>> of(OpticalLayer layer, Collection<Pairing> pairings) {
        SwitchProgram program = new SwitchProgram(layer, pairings);
        SortedMap<String, SortedMap<Integer, Integer>> desired = new TreeMap<>();
        layer.plant().switches().keySet().forEach(name -> desired.put(name, program.of(name)));
        return Collections.unmodifiableSortedMap(desired);
    }

    private SortedMap<Integer, Integer> of(String name) {
        SortedMap<Integer, Integer> wanted = crossings(name, pairs);
        if (!layer.hasReported(name)) {
            return wanted;
        }
        SortedMap<Integer, Integer> desired = new TreeMap<>(layer.connected(name));
        desired.entrySet().removeIf(entry -> {
            Pairing.CrossConnect crossing = new Pairing.CrossConnect(name, entry.getKey(), entry.getValue());
            return !entry.getValue().equals(wanted.get(entry.getKey())) && mayEnd(crossing, wanted);
        });
        List<Pairing.Made> resting = pairs.stream().filter(pair -> !isLit(pair)).toList();
        crossings(name, resting).forEach((ingress, egress) -> {
            boolean free = !uses(desired, ingress) && !uses(desired, egress);
            if (free) {
                desired.put(ingress, egress);
            }
        });
        return Collections.unmodifiableSortedMap(desired);
    }

    private static SortedMap<Integer, Integer> crossings(String name, List<Pairing.Made> pairs) {
        SortedMap<Integer, Integer> crossings = new TreeMap<>();
        pairs.stream()
                .flatMap(pair -> pair.crossConnects().stream())
                .filter(crossing -> crossing.switchName().equals(name))
                .forEach(crossing -> crossings.put(crossing.ingress(), crossing.egress()));
        return crossings;
    }

    private boolean isLit(Pairing.Made pair) {
        return layer.isLit(pair.transmitter()) || layer.isLit(pair.receiver());
    }

    private static boolean uses(SortedMap<Integer, Integer> crossings, int port) {
        return crossings.containsKey(port) || crossings.containsValue(port);
    }

    /**
     * A connection of ports that the plant does not know is somebody else's, unless a pair needs one of the two, or it
     * leads unknown light to a module: classical light blinds or damages a receiver.
     */
    private boolean mayEnd(Pairing.CrossConnect crossing, SortedMap<Integer, Integer> wanted) {
        SwitchPort ingress = new SwitchPort(crossing.switchName(), crossing.ingress());
        SwitchPort egress = new SwitchPort(crossing.switchName(), crossing.egress());
        boolean ours =
                isKnown(egress) && (isKnown(ingress) || layer.moduleAt(egress).isPresent());
        boolean inTheWay = uses(wanted, crossing.ingress()) || uses(wanted, crossing.egress());
        SwitchPort source = source(egress);
        SwitchPort sink = sink(ingress);
        return (ours || inTheWay)
                && Stream.of(source, sink).noneMatch(this::mayBeLit)
                && !Stream.of(source, sink).allMatch(this::mayStillWork);
    }

    /** Where neither end can be told to stop, both may go on making key. */
    private boolean mayStillWork(SwitchPort end) {
        return layer.moduleAt(end).filter(layer::mayStillWork).isPresent();
    }

    private boolean isKnown(SwitchPort port) {
        return layer.spanAt(port).isPresent() || layer.moduleAt(port).isPresent();
    }

    private SwitchPort source(SwitchPort egress) {
        return LightTrace.back(layer, egress).exit();
    }

    private SwitchPort sink(SwitchPort ingress) {
        return LightTrace.from(layer, ingress, layer::egress).exit();
    }

    /** An unknown port may be that of a module whose node has not reported since the start. */
    private boolean mayBeLit(SwitchPort end) {
        return layer.moduleAt(end).map(layer::isLit).orElse(layer.someAreSilent() && !isKnown(end));
    }
}
