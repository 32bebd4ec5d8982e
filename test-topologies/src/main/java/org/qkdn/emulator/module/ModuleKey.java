package org.qkdn.emulator.module;

import java.util.UUID;

/** A key on its way out of a module. */
final class ModuleKey {
    private final UUID id;
    private final byte[] bytes;

    ModuleKey(UUID id, byte[] bytes) {
        this.id = id;
        this.bytes = bytes;
    }

    UUID id() {
        return id;
    }

    /** Not a copy: whoever hands it out overwrites it. */
    byte[] bytes() {
        return bytes;
    }

    @Override
    public String toString() {
        return "key " + id;
    }
}
