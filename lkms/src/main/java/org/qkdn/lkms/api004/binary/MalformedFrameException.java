package org.qkdn.lkms.api004.binary;

import io.netty.handler.codec.DecoderException;

/** What the client sends is not the protocol: the connection ends. The message quotes no byte of it. */
final class MalformedFrameException extends DecoderException {
    private static final long serialVersionUID = 1;

    MalformedFrameException(String message) {
        super(message);
    }

    /** Nobody reads where it was noticed, and clients can cause any number of them. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
