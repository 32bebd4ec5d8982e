package org.qkdn.forwarding;

import java.io.IOException;

/** The message is one line for the person who wrote the file: file, line, value and remedy. */
public final class InvalidConfigurationException extends IOException {
    private static final long serialVersionUID = 1L;

    InvalidConfigurationException(String message) {
        super(message);
    }
}
