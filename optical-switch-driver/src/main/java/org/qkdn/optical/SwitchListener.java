package org.qkdn.optical;

/** Called on a network thread: must return at once. */
public interface SwitchListener {
    /** Something happened in the switch: its connections may have changed. */
    void changed();

    /** The session ended. */
    void closed(String reason);
}
