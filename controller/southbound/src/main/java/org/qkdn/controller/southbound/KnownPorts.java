package org.qkdn.controller.southbound;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.NodeReport;
import org.qkdn.controller.core.model.OpticalPlant;
import org.qkdn.controller.core.model.QkdModule;

/** Switch ports that lead to a span of the plant or to a module some node reported: the controller's to connect. */
final class KnownPorts {
    private final Map<NodeName, NodeReport> reports = new ConcurrentHashMap<>();
    private volatile OpticalPlant plant = OpticalPlant.EMPTY;

    void plant(OpticalPlant newPlant) {
        plant = newPlant;
    }

    void reported(NodeReport report) {
        reports.put(report.node(), report);
    }

    Set<Integer> of(String switchName) {
        final var spans = plant.switches().containsKey(switchName)
                ? plant.switches().get(switchName).ports().keySet().stream()
                : Stream.<Integer>empty();
        final var modules = reports.values().stream()
                .flatMap(report -> report.modules().stream())
                .flatMap(module -> port(module, switchName));
        return Stream.concat(spans, modules).collect(Collectors.toUnmodifiableSet());
    }

    private static Stream<Integer> port(QkdModule module, String switchName) {
        return module.attachment().stream()
                .filter(point -> point.device().equals(switchName))
                .map(point -> (int) point.port());
    }
}
