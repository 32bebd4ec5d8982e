package org.qkdn.controller.southbound;

import java.io.IOException;

/**
 * Whether this controller may program the network. Of a cluster one member may, until others could take it for dead: it is asked
 * before each request that changes something, so that two never do at the same time.
 */
@FunctionalInterface
public interface Mandate {
    /** Of a controller that has no others beside it. */
    Mandate ALONE = () -> {};

    /**
     * Returns where it may.
     *
     * @throws IOException where another one may have begun to program: nothing is sent then
     */
    void require() throws IOException;
}
