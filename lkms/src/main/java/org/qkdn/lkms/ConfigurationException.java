package org.qkdn.lkms;

import java.io.IOException;

/** The configuration file cannot be used; the message is one line that names file, line, value and remedy. */
public final class ConfigurationException extends IOException {
    public ConfigurationException(String message, Throwable cause) {
        super(message, cause);
    }
}
