package org.qkdn.controller.core.model;

import java.util.List;
import java.util.UUID;

/**
 * All that one agent reports of its node at one moment.
 *
 * @param combines whether the agent can be told how to combine shares: ETSI GS QKD 015 has no leaf for it, our
 *     qkdn-node-extension has
 */
public record NodeReport(
        NodeName node,
        UUID qkdnId,
        String status,
        List<QkdModule> modules,
        List<ReportedLink> links,
        List<ReportedApplication> applications,
        boolean combines) {
    public NodeReport {
        modules = List.copyOf(modules);
        links = List.copyOf(links);
        applications = List.copyOf(applications);
    }

    /** Whether another report differs in nothing but the figures of PHYS links: rates, error ratios and stored key. */
    public boolean isLike(NodeReport other) {
        return withoutFigures().equals(other.withoutFigures());
    }

    private NodeReport withoutFigures() {
        return new NodeReport(
                node,
                qkdnId,
                status,
                modules,
                links.stream()
                        .map(link -> link instanceof ReportedLink.Phys phys ? phys.withoutFigures() : link)
                        .toList(),
                applications,
                combines);
    }
}
