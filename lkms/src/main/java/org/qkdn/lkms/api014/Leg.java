package org.qkdn.lkms.api014;

import org.qkdn.node.v1.Application;

/** How a slave SAE is reached from a master SAE of this node. */
sealed interface Leg {
    /** It can have keys. */
    sealed interface Open extends Leg {}

    /** It lives on this node too. */
    record Here(String slave) implements Open {}

    /** It lives on another node, and shares keys with the master. */
    record There(String slave, Application application) implements Open {}

    /** No keys are shared with it yet. */
    record None(String slave) implements Leg {}
}
