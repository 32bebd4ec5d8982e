package org.qkdn.controller.embedded.configuration;

/** The configuration cannot be used. The message is one line that names file, line, value and remedy. */
public final class ConfigurationException extends Exception {
    private static final long serialVersionUID = 1L;

    ConfigurationException(String message) {
        super(message);
    }

    ConfigurationException(String message, Throwable cause) {
        super(message, cause);
    }
}
