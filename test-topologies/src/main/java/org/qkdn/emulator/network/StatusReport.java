package org.qkdn.emulator.network;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.qkdn.emulator.module.ModulePark;
import org.qkdn.emulator.plant.PlantState;
import org.qkdn.emulator.topology.Loss;
import org.qkdn.emulator.topology.Topology;

/** The state of a network in words. */
record StatusReport(Topology topology, PlantState plant, ModulePark modules, Predicate<String> nodeRuns) {
    List<String> lines() {
        var lines = new ArrayList<String>();
        lines.add("nodes");
        for (var site : topology.sites()) {
            lines.add("  %-14s %s".formatted(site.name(), nodeRuns.test(site.name()) ? "running" : "killed"));
        }
        lines.add("spans");
        for (var span : topology.spans()) {
            var state = plant.cutSpans().contains(span.name()) ? "cut" : "whole";
            var added = plant.attenuation().getOrDefault(span.name(), Loss.NONE);
            lines.add("  %-24s %-6s %s km, %s%s"
                    .formatted(
                            span.name(),
                            state,
                            span.metres() / 1000.0,
                            span.loss(),
                            added.equals(Loss.NONE) ? "" : " and " + added + " of attenuation"));
        }
        lines.add("switches");
        for (var device : topology.switches()) {
            var connects = plant.crossConnects().getOrDefault(device.name(), java.util.Set.of()).stream()
                    .map(c -> c.ingress() + "-" + c.egress())
                    .sorted()
                    .toList();
            lines.add("  %-20s %s".formatted(device.name(), connects.isEmpty() ? "nothing connected" : connects));
        }
        lines.add("modules");
        modules.describe().forEach(line -> lines.add("  " + line));
        return lines;
    }
}
