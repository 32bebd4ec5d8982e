package org.qkdn.controller.core.model;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * All that one agent reports of its node at one moment.
 *
 * @param combines whether the agent can be told how to combine shares: ETSI GS QKD 015 has no leaf for it, our
 *     qkdn-node-extension has
 * @param limitations what the agent does not do
 */
public record NodeReport(
        NodeName node,
        UUID qkdnId,
        String status,
        List<QkdModule> modules,
        List<ReportedLink> links,
        List<ReportedApplication> applications,
        boolean combines,
        List<Limitation> limitations) {
    public NodeReport {
        modules = List.copyOf(modules);
        links = List.copyOf(links);
        applications = List.copyOf(applications);
        limitations = List.copyOf(limitations);
    }

    /** Of an agent that does all. */
    public NodeReport(
            NodeName node,
            UUID qkdnId,
            String status,
            List<QkdModule> modules,
            List<ReportedLink> links,
            List<ReportedApplication> applications,
            boolean combines) {
        this(node, qkdnId, status, modules, links, applications, combines, List.of());
    }

    public NodeReport with(List<Limitation> others) {
        return new NodeReport(node, qkdnId, status, modules, links, applications, combines, others);
    }

    /** The first limitation for which no relay path can be made here. */
    public Optional<Limitation> relayBar() {
        return limitations.stream().filter(Limitation::barsRelays).findFirst();
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
                combines,
                limitations);
    }
}
