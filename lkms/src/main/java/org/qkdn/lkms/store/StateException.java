package org.qkdn.lkms.store;

import java.io.IOException;

/** The state directory cannot be used; the message is one line that names the file and the remedy. */
public final class StateException extends IOException {
    public StateException(String message) {
        super(message);
    }

    public StateException(String message, Throwable cause) {
        super(message, cause);
    }
}
