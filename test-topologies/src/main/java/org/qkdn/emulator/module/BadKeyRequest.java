package org.qkdn.emulator.module;

/** A request that ETSI GS QKD 014 answers with 400 and this message. */
final class BadKeyRequest extends Exception {
    private static final long serialVersionUID = 1L;

    BadKeyRequest(String message) {
        super(message, null, false, false);
    }
}
