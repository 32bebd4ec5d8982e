package org.qkdn.emulator.run;

import java.io.IOException;

/** What plays the controller in a run: one process, or the members of a cluster. */
public interface ControllerProgram {
    void start() throws IOException;

    /** Asks it to end, and waits. */
    void stop() throws InterruptedException;

    boolean isAlive();

    /** Of the process that programs the network. */
    long pid();

    /** What to tell when it has ended though it should not. */
    String epitaph();
}
