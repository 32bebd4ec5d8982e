package org.qkdn.controller.core.model;

import java.util.List;
import java.util.UUID;

/** All that one agent reports of its node at one moment. */
public record NodeReport(
        NodeName node,
        UUID qkdnId,
        String status,
        List<QkdModule> modules,
        List<ReportedLink> links,
        List<ReportedApplication> applications) {
    public NodeReport {
        modules = List.copyOf(modules);
        links = List.copyOf(links);
        applications = List.copyOf(applications);
    }
}
