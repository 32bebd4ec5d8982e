package org.qkdn.lkms.api004.stream;

import org.qkdn.node.v1.Application;

/** Who fills the application stores that chunks are cut from. */
public interface Refill {
    /** Some of what was stored is used. */
    void used();

    /** So many bytes at once are more than is stored. */
    void lacking(Application association, int bytes);
}
