package org.qkdn.netconf.data;

import java.util.Optional;

/** What edit-config does with an element (RFC 6241 7.2); {@link #NONE} exists as default-operation only. */
public enum Operation {
    MERGE,
    REPLACE,
    CREATE,
    DELETE,
    REMOVE,
    NONE;

    public static Optional<Operation> ofAttribute(String value) {
        return switch (value) {
            case "merge" -> Optional.of(MERGE);
            case "replace" -> Optional.of(REPLACE);
            case "create" -> Optional.of(CREATE);
            case "delete" -> Optional.of(DELETE);
            case "remove" -> Optional.of(REMOVE);
            default -> Optional.empty();
        };
    }

    public static Optional<Operation> ofDefaultOperation(String value) {
        return switch (value) {
            case "merge" -> Optional.of(MERGE);
            case "replace" -> Optional.of(REPLACE);
            case "none" -> Optional.of(NONE);
            default -> Optional.empty();
        };
    }
}
