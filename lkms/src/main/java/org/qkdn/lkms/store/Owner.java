package org.qkdn.lkms.store;

/** Which end of an association may hand a block's bytes out first: it alone decides how they are cut. */
public enum Owner {
    OWN(0),
    PEER(1);

    /** As stored; never to be changed. */
    private final int code;

    Owner(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static Owner of(int code) {
        return code == OWN.code ? OWN : PEER;
    }
}
