package org.qkdn.controller.embedded.store;

import java.io.IOException;
import java.nio.file.Path;

/** A file of the state directory cannot be used as it is. The message names the file and what a person can do. */
public final class CorruptStateException extends IOException {
    private static final long serialVersionUID = 1L;

    CorruptStateException(Path file, String fault, String remedy) {
        super(file + ": " + fault + "; " + remedy);
    }

    CorruptStateException(Path file, String fault, String remedy, Throwable cause) {
        super(file + ": " + fault + "; " + remedy, cause);
    }
}
