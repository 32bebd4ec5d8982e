package org.qkdn.emulator.topology;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * A network of nodes, fibre and devices as a topology file describes it. All references in it are good: the reader has
 * checked them.
 *
 * @param oBandFactor loss of a span in the O band over its loss in the C band
 * @param switchLoss loss of one crossing of an optical switch
 */
public record Topology(
        String name,
        BigDecimal oBandFactor,
        Loss switchLoss,
        List<Site> sites,
        List<Span> spans,
        List<OpticalSwitch> switches,
        List<ModulePlacement> modules,
        RateTable rates,
        List<Pairing> pairings,
        List<WantedService> services,
        List<Assumption> assumptions,
        List<EntangledSource> sources) {
    public Topology {
        sites = List.copyOf(sites);
        spans = List.copyOf(spans);
        switches = List.copyOf(switches);
        modules = List.copyOf(modules);
        pairings = List.copyOf(pairings);
        services = List.copyOf(services);
        assumptions = List.copyOf(assumptions);
        sources = List.copyOf(sources);
    }

    public Optional<Site> site(String siteName) {
        return sites.stream().filter(s -> s.name().equals(siteName)).findFirst();
    }

    public Optional<Span> span(String spanName) {
        return spans.stream().filter(s -> s.name().equals(spanName)).findFirst();
    }

    public Optional<OpticalSwitch> switchAt(String siteName) {
        return switches.stream().filter(s -> s.site().equals(siteName)).findFirst();
    }

    public Optional<ModulePlacement> module(ModuleRef ref) {
        return modules.stream().filter(m -> m.ref().equals(ref)).findFirst();
    }

    public List<ModulePlacement> modulesAt(String siteName) {
        return modules.stream().filter(m -> m.ref().site().equals(siteName)).toList();
    }

    /** Loss of one span at a wavelength. */
    public Loss loss(Span span, Wavelength wavelength) {
        return wavelength.isOBand() ? span.loss().times(oBandFactor) : span.loss();
    }
}
