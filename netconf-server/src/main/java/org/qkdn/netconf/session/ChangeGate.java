package org.qkdn.netconf.session;

import org.qkdn.netconf.ConfigChange;
import org.qkdn.netconf.NetconfError;

/** Sees a change just before it is made. May see it more than once, where the datastore has to try again. */
@FunctionalInterface
interface ChangeGate {
    /** Throw to refuse. */
    void pass(ConfigChange change) throws NetconfError;
}
