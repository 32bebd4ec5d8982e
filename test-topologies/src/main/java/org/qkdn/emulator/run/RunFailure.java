package org.qkdn.emulator.run;

/** Something the person at the keyboard has to mend; the message is one line that says what and how. */
public final class RunFailure extends Exception {
    private static final long serialVersionUID = 1L;

    public RunFailure(String message) {
        super(message);
    }

    public RunFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
