package org.qkdn.controller.core.service;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.qkdn.controller.core.model.OpticalPlant;
import org.qkdn.controller.core.model.QkdModule;
import org.qkdn.controller.core.model.SharedRisk;
import org.qkdn.controller.core.pairing.Pairing;

/**
 * What a link is made of.
 *
 * @param models of its modules, as far as they are known
 * @param risks what it shares with other links. Links of unknown make share theirs, to be on the safe side
 */
public record LinkMake(Set<String> models, Set<SharedRisk> risks) {
    static final LinkMake UNKNOWN = new LinkMake(
            Set.of(),
            Set.of(
                    new SharedRisk(SharedRisk.Kind.MODEL, ""),
                    new SharedRisk(SharedRisk.Kind.VENDOR, ""),
                    new SharedRisk(SharedRisk.Kind.TECHNOLOGY, "")));

    public LinkMake {
        models = Set.copyOf(models);
        risks = Set.copyOf(risks);
    }

    /**
     * What a pair makes its link of.
     *
     * @param modules of the pair; none where their nodes have not reported since the start
     */
    public static LinkMake of(Pairing.Made pair, Set<QkdModule> modules, OpticalPlant plant) {
        Set<SharedRisk> risks = modules.isEmpty() ? new HashSet<>(UNKNOWN.risks) : new HashSet<>();
        for (QkdModule module : modules) {
            risks.add(new SharedRisk(SharedRisk.Kind.MODEL, module.model()));
            risks.add(SharedRisk.vendorOf(module.model()));
            risks.add(new SharedRisk(SharedRisk.Kind.TECHNOLOGY, module.technology()));
        }
        for (String name : pair.spans()) {
            risks.add(new SharedRisk(SharedRisk.Kind.SPAN, name));
            Optional.ofNullable(plant.spans().get(name)).ifPresent(span -> {
                risks.add(new SharedRisk(SharedRisk.Kind.SITE, span.a().value()));
                risks.add(new SharedRisk(SharedRisk.Kind.SITE, span.b().value()));
                span.ducts().forEach(duct -> risks.add(new SharedRisk(SharedRisk.Kind.DUCT, duct)));
            });
        }
        for (Pairing.CrossConnect crossing : pair.crossConnects()) {
            Optional.ofNullable(plant.switches().get(crossing.switchName()))
                    .ifPresent(each -> risks.add(
                            new SharedRisk(SharedRisk.Kind.SITE, each.site().value())));
        }
        return new LinkMake(modules.stream().map(QkdModule::model).collect(Collectors.toSet()), risks);
    }
}
