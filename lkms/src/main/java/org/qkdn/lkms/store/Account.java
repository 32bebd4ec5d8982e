package org.qkdn.lkms.store;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What became of one store's key bits, kept with them: what was filled in is delivered, burnt, or still stored. Bits that
 * serve another purpose than being handed out are not counted.
 */
public record Account(long filledBits, Map<Cause, Long> burntBits) {
    public static final Account EMPTY = new Account(0, Map.of());

    /** Why bits were burnt. The order is that of the stored form: add at the end. */
    public enum Cause {
        /** Past the time a key may wait. */
        EXPIRED,
        /** The other end did not acknowledge them, or gave them up after a crash or a lost acknowledgement. */
        UNACKNOWLEDGED,
        /** Rests too short for the keys asked for. */
        FRAGMENT,
        /** The two ends made different bytes. */
        MISMATCH,
        /** The store was ordered to serve others. */
        REASSIGNED,
        /** More of the other end's blocks than are kept. */
        SURPLUS,
        /** Chunks of a key stream that its SAE passed over, or left behind when it closed. */
        ABANDONED
    }

    public Account {
        burntBits = burntBits.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(burntBits));
    }

    /** Bits burnt, whatever the cause. */
    public long burnt() {
        return burntBits.values().stream().mapToLong(bits -> bits).sum();
    }

    Account withFilled(long bits) {
        return new Account(filledBits + bits, burntBits);
    }

    Account withBurnt(Cause cause, long bits) {
        var next = new EnumMap<Cause, Long>(Cause.class);
        next.putAll(burntBits);
        next.merge(cause, bits, Long::sum);
        return new Account(filledBits, next);
    }

    byte[] encode() {
        var out = ByteBuffer.allocate(Long.BYTES * (1 + Cause.values().length)).putLong(filledBits);
        for (var cause : Cause.values()) {
            out.putLong(burntBits.getOrDefault(cause, 0L));
        }
        return out.array();
    }

    static Account decode(byte[] encoded) {
        var in = ByteBuffer.wrap(encoded);
        var account = new Account(in.getLong(), Map.of());
        for (var cause : Cause.values()) {
            long bits = in.remaining() >= Long.BYTES ? in.getLong() : 0;
            account = bits == 0 ? account : account.withBurnt(cause, bits);
        }
        return account;
    }
}
