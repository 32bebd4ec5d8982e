package org.qkdn.controller.northbound;

import org.opendaylight.yangtools.yang.data.tree.api.DataTreeCandidate;
import org.qkdn.netconf.NetconfError;

/** What every commit of configuration must pass, for those who only want to know (RFC 6241 8.6). */
@FunctionalInterface
public interface CommitRules {
    /** Judges a change whose root is the root of the configuration; throws to refuse. */
    void judge(DataTreeCandidate change) throws NetconfError;
}
