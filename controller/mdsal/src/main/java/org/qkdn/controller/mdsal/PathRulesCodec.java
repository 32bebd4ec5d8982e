package org.qkdn.controller.mdsal;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.key.service.rev261121.demand.Constraints;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.key.service.rev261121.demand.constraints.domain.policy.AvoidDomain;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.key.service.rev261121.demand.constraints.domain.policy.DomainsOfEnds;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.key.service.rev261121.demand.constraints.domain.policy.OnlyDomain;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.types.rev261121.TrustClass;
import org.opendaylight.yangtools.yang.common.Decimal64;
import org.opendaylight.yangtools.yang.common.Uint64;
import org.qkdn.controller.core.model.DomainPolicy;
import org.qkdn.controller.core.model.LinkRules;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.Objective;
import org.qkdn.controller.core.model.PathRules;
import org.qkdn.controller.core.model.RelayRules;

/** {@code constraints} of a key service, but for those that several paths keep to together, as the domain sees them. */
final class PathRulesCodec {
    /** The default of {@code max-hops}. */
    private static final int MAX_HOPS = 16;

    static final PathRules DEFAULT = PathRules.of(MAX_HOPS, Set.of());

    private PathRulesCodec() {}

    static PathRules decode(Constraints constraints) {
        return new PathRules(
                Optional.ofNullable(constraints.getMaxHops())
                        .map(hops -> (int) hops.toJava())
                        .orElse(MAX_HOPS),
                new LinkRules(
                        maxQberPpm(Optional.ofNullable(constraints.getMaxQber())),
                        Optional.ofNullable(constraints.getMinStored())
                                .map(Uint64::longValue)
                                .orElse(0L),
                        Optional.ofNullable(constraints.getOnlyVendor()).orElse(Set.of()),
                        Optional.ofNullable(constraints.getAvoidVendor()).orElse(Set.of())),
                new RelayRules(
                        nodes(Optional.ofNullable(constraints.getAvoidNode())),
                        nodes(Optional.ofNullable(constraints.getVisitNode())),
                        domains(constraints),
                        Optional.ofNullable(constraints.getMinTrustClass())
                                .map(TrustClass::getValue)
                                .map(trust -> (int) trust.toJava())
                                .orElse(0)),
                objective(constraints));
    }

    private static OptionalInt maxQberPpm(Optional<Decimal64> percent) {
        return percent.map(qber ->
                        OptionalInt.of(qber.decimalValue().movePointRight(4).intValueExact()))
                .orElse(OptionalInt.empty());
    }

    private static Set<NodeName> nodes(
            Optional<Set<org.opendaylight.yang.gen.v1.urn.qkdn.yang.types.rev261121.NodeName>> names) {
        return names.orElse(Set.of()).stream()
                .map(name -> new NodeName(name.getValue()))
                .collect(Collectors.toSet());
    }

    private static DomainPolicy domains(Constraints constraints) {
        return switch (constraints.getDomainPolicy()) {
            case null -> DomainPolicy.ANY;
            case DomainsOfEnds ends -> new DomainPolicy.OfEnds();
            case OnlyDomain only -> new DomainPolicy.Only(only.getOnlyDomain());
            case AvoidDomain avoid -> new DomainPolicy.Except(avoid.getAvoidDomain());
            default -> throw new IllegalArgumentException("unknown domain policy: " + constraints.getDomainPolicy());
        };
    }

    private static Objective objective(Constraints constraints) {
        return switch (constraints.getObjective()) {
            case null -> Objective.FEWEST_TRUSTED_NODES;
            case FewestTrustedNodes -> Objective.FEWEST_TRUSTED_NODES;
            case Widest -> Objective.WIDEST;
            case MostStoredKey -> Objective.MOST_STORED_KEY;
            case LeastLoaded -> Objective.LEAST_LOADED;
        };
    }
}
