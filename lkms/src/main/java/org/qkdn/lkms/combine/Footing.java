package org.qkdn.lkms.combine;

import java.nio.ByteBuffer;
import org.qkdn.node.v1.Application;

/** What an application's keys rest on: how many paths, and what the combination gives. */
record Footing(int paths, Strength strength) {
    static Footing of(Application application, Combination combination) {
        return new Footing(combination.paths(application.getBackingLinkIdsCount()), combination.strength());
    }

    /** True where nothing of the other becomes less. */
    boolean covers(Footing other) {
        return paths >= other.paths && strength.covers(other.strength);
    }

    byte[] encode() {
        return ByteBuffer.allocate(3 * Integer.BYTES)
                .putInt(paths)
                .putInt(strength.derivationBits())
                .putInt(strength.kemCategory())
                .array();
    }

    static Footing decode(byte[] encoded) {
        var in = ByteBuffer.wrap(encoded);
        return new Footing(in.getInt(), new Strength(in.getInt(), in.getInt()));
    }
}
