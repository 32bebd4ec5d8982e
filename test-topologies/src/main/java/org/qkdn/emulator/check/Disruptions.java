package org.qkdn.emulator.check;

import java.io.IOException;

/** What can be done to the network behind the controller's back. */
public interface Disruptions {
    /** An emulator command such as {@code cut-span QUEVEDO-NORTE}. */
    void emulator(String... command) throws IOException;

    /** Ends the controller's process and waits for its end. */
    void stopController() throws IOException, InterruptedException;

    /** Starts it again with the same state; returns once it answers. */
    void startController() throws IOException, InterruptedException;
}
