package org.qkdn.netconf;

import org.opendaylight.yangtools.yang.data.api.schema.ContainerNode;

/**
 * What a server serves. The server itself keeps candidate, locks and filters and knows edit-config; a datastore only has
 * to show its configuration and its state and to make one change at a time, atomically and durably. Called on worker
 * threads: it may block. All root nodes are named {@code SchemaContext.NAME}.
 */
public interface NetconfDatastore {
    /** The configuration (get-config of running). */
    ContainerNode running() throws NetconfError;

    /** Configuration and state merged, as {@code <get>} answers. */
    ContainerNode operational() throws NetconfError;

    /**
     * Hands the present configuration to {@code edit}, with no other change in between, and makes durable what it
     * returns. Returning means: written to stable storage. Throwing means: nothing has changed.
     */
    void commit(Edit edit) throws NetconfError;

    /** Goes as far as {@link #commit} but changes nothing: would it be accepted? */
    void validate(Edit edit) throws NetconfError;

    /** Computes a change from the present configuration. May be called more than once. */
    @FunctionalInterface
    interface Edit {
        ConfigChange apply(ContainerNode before) throws NetconfError;
    }
}
