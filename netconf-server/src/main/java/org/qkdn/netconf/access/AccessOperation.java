package org.qkdn.netconf.access;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What somebody wants to do (RFC 8341, access-operations-type). */
public enum AccessOperation {
    CREATE,
    READ,
    UPDATE,
    DELETE,
    EXEC;

    static final Set<AccessOperation> ALL = Set.copyOf(EnumSet.allOf(AccessOperation.class));

    static AccessOperation ofBit(String bit) {
        return valueOf(bit.toUpperCase(Locale.ROOT));
    }

    String bit() {
        return name().toLowerCase(Locale.ROOT);
    }
}
