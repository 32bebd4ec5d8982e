package org.qkdn.controller.core.pairing;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.qkdn.controller.core.model.Maintenance;
import org.qkdn.controller.core.model.Maintenance.Target;
import org.qkdn.controller.core.model.OpticalPlant;

/** Switches and spans that no new pair's light should cross while there is another way. */
public record Closed(Set<String> switches, Set<String> spans) {
    static final Closed NOTHING = new Closed(Set.of(), Set.of());

    public Closed {
        switches = Set.copyOf(switches);
        spans = Set.copyOf(spans);
    }

    /** What is in maintenance; with a node the switches at its site. */
    public static Closed of(Collection<Maintenance> maintenance, OpticalPlant plant) {
        Set<String> switches = new HashSet<>();
        Set<String> spans = new HashSet<>();
        for (Maintenance each : maintenance) {
            switch (each.target()) {
                case Target.Node node ->
                    plant.switches().values().stream()
                            .filter(there -> there.site().equals(node.name()))
                            .forEach(there -> switches.add(there.name()));
                case Target.Switch named -> switches.add(named.name());
                case Target.Span span -> spans.add(span.name());
                case Target.Link link -> {
                    // its pair is made, or it would not be a link
                }
            }
        }
        return new Closed(switches, spans);
    }
}
