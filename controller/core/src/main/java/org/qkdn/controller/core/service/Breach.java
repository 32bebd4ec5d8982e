package org.qkdn.controller.core.service;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.qkdn.controller.core.model.LinkRules;
import org.qkdn.controller.core.model.RelayRules;
import org.qkdn.controller.core.pairing.PhysLink;
import org.qkdn.controller.core.path.RelayNode;

/** Which rule of a service a link or node does not keep to, in words that follow its name. */
final class Breach {
    private Breach() {}

    static Optional<String> of(LinkRules rules, PhysLink link, Set<String> models) {
        if (!rules.allows(link.qberPpm(), Optional.of(Long.MAX_VALUE))) {
            return Optional.of("has a QBER of "
                    + link.qberPpm().map(Breach::percent).orElse("unknown size") + ", and the service allows "
                    + percent(rules.maxQberPpm().orElseThrow()));
        }
        if (link.storedBits().orElse(0L) < rules.minStoredBits()) {
            return Optional.of(
                    "has " + link.storedBits().map(bits -> bits + " bit").orElse("nobody knows how much")
                            + " of key stored, and the service demands " + rules.minStoredBits() + " bit");
        }
        return rules.allowsModels(models)
                ? Optional.empty()
                : Optional.of("is made by modules of "
                        + (models.isEmpty()
                                ? "unknown make"
                                : models.stream().sorted().collect(Collectors.joining(" and ")))
                        + ", which the service does not allow");
    }

    static Optional<String> of(RelayRules rules, RelayNode node, RelayNode from, RelayNode to) {
        if (rules.avoid().contains(node.name())) {
            return Optional.of("the service avoids");
        }
        if (node.trustClass() < rules.minTrust()) {
            return Optional.of(
                    "is of trust class " + node.trustClass() + ", and the service demands " + rules.minTrust());
        }
        return rules.domains().allows(node.domain(), from.domain(), to.domain())
                ? Optional.empty()
                : Optional.of("is of "
                        + (node.domain().isEmpty() ? "no domain" : "domain " + node.domain())
                        + ", where the service does not allow it");
    }

    private static String percent(int ppm) {
        return ppm / 10_000.0 + " %";
    }
}
