package org.qkdn.lkms.combine;

import java.util.List;
import java.util.Optional;
import org.qkdn.node.v1.Application;

/**
 * What the node's owner demands of every application, whatever the controller orders.
 *
 * @param minimumPaths the fewest links, each with a share of its own, that keys may rest on
 * @param noDowngrade an application never gets less than it had
 * @param combinations the names of those allowed; empty: all
 */
public record LocalPolicy(Integer minimumPaths, Boolean noDowngrade, List<String> combinations) {
    public static final LocalPolicy NONE = new LocalPolicy(null, null, null);

    public LocalPolicy {
        minimumPaths = minimumPaths == null ? 1 : minimumPaths;
        noDowngrade = Boolean.TRUE.equals(noDowngrade);
        combinations = combinations == null ? List.of() : List.copyOf(combinations);
        if (minimumPaths < 1) {
            throw new IllegalArgumentException("policy.minimumPaths " + minimumPaths + " is not 1 or more");
        }
        for (var name : combinations) {
            if (Combinations.named(name).isEmpty()) {
                throw new IllegalArgumentException(
                        "policy.combinations: '" + name + "' is not known: use some of " + Combinations.names());
            }
        }
    }

    /** Why no keys are to be made for the application; empty where they are. */
    Optional<String> objection(Application application, Combination combination) {
        int paths = combination.paths(application.getBackingLinkIdsCount());
        if (paths < minimumPaths) {
            return Optional.of("this node's policy demands that keys rest on " + minimumPaths + " paths, those of '"
                    + combination.name() + "' as assigned rest on " + paths);
        }
        return combinations.isEmpty()
                        || combinations.stream()
                                .anyMatch(name -> Combinations.named(name).equals(Optional.of(combination)))
                ? Optional.empty()
                : Optional.of("this node's policy allows the combinations " + combinations + " only, not '"
                        + combination.name() + "'");
    }
}
