package org.qkdn.controller.northbound.check;

import java.util.Optional;
import org.opendaylight.yangtools.yang.data.tree.api.DataTreeCandidate;

/**
 * A condition on the configuration beyond what the data tree itself enforces. It runs in every commit, whoever asked for
 * it, on the committing thread: it must be quick and must not start a transaction.
 */
@FunctionalInterface
public interface CommitCheck {
    /** Judges a change whose root is the root of the configuration; {@code dataAfter} is the tree as it would be. */
    Optional<Refusal> refusalOf(DataTreeCandidate change);
}
