package org.qkdn.lkms.app;

import org.qkdn.node.v1.Application;

/** One way of bringing fresh blocks into an application's store at both ends. */
@FunctionalInterface
public interface BatchFill {
    /**
     * Waits until both ends have blocks of these names, or tells why they have not. What fails or is cut short by a crash was
     * never more than memory at this end.
     */
    BlockRelay.Outcome fill(Application application, Batch batch);
}
