package org.qkdn.optical;

import java.io.IOException;

/**
 * The switch was lost while a change was under way: all of it may be done, some or nothing. Hand it to
 * {@link OpticalSwitch#settle} as soon as there is a session again.
 */
public final class ChangeInDoubt extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Reconfiguration change;

    ChangeInDoubt(Reconfiguration change, IOException cause) {
        super(cause.getMessage() + "; unknown is what became of " + change, cause);
        this.change = change;
    }

    Reconfiguration change() {
        return change;
    }
}
