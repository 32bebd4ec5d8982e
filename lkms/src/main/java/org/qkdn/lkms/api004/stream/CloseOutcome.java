package org.qkdn.lkms.api004.stream;

/** Outcome of CLOSE, with its status of ETSI GS QKD 004. */
public enum CloseOutcome {
    CLOSED(0),
    /** No open stream of the caller has this ID. */
    UNKNOWN(4);

    private final int status;

    CloseOutcome(int status) {
        this.status = status;
    }

    public int status() {
        return status;
    }
}
