package org.qkdn.controller.recording;

import java.io.IOException;

/** A file that is not a recording; the message names place and value. */
public final class MalformedRecordingException extends IOException {
    private static final long serialVersionUID = 1;

    MalformedRecordingException(String message) {
        super(message);
    }
}
