package org.qkdn.controller.plane.journal;

import java.io.IOException;
import java.nio.file.Path;

/** A file of the state directory cannot be used as it is. The message names the file and what a person can do. */
public final class CorruptStateException extends IOException {
    /** Where a folder cannot be used as it is. */
    public static final String REMEDY = "restore the state directory from a backup, or move it away to start empty";

    private static final long serialVersionUID = 1L;

    public CorruptStateException(Path file, String fault, String remedy) {
        super(file + ": " + fault + "; " + remedy);
    }

    public CorruptStateException(Path file, String fault, String remedy, Throwable cause) {
        super(file + ": " + fault + "; " + remedy, cause);
    }
}
