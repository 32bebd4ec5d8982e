package org.qkdn.lkms.supply;

import java.io.IOException;

/** A module cannot or will not give keys; the message says why, for an operator. */
public final class RefusedException extends IOException {
    RefusedException(String message) {
        super(message);
    }

    RefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
