package org.qkdn.lkms.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The newest names of blocks that are gone, so that one which arrives again is not taken for new. Names are kept as the
 * first 64 bits of their SHA-256: should two ever agree, a block is refused.
 */
final class SpentNames {
    /** Enough for the repetitions of messages that were lost; it bounds the memory. */
    private static final int MOST = 1 << 16;

    private final LinkedHashMap<Long, Long> secondsByName = new LinkedHashMap<>();
    private final MessageDigest digest = sha256();

    /** As {@link #has} knows it and the log keeps it. */
    long digest(Block.Name name) {
        digest.update(name.store().toString().getBytes(StandardCharsets.UTF_8));
        digest.update(ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(name.id().getMostSignificantBits())
                .putLong(name.id().getLeastSignificantBits())
                .flip());
        return ByteBuffer.wrap(digest.digest()).getLong();
    }

    boolean has(Block.Name name) {
        return !secondsByName.isEmpty() && secondsByName.containsKey(digest(name));
    }

    void add(long name, long epochSecond) {
        secondsByName.putLast(name, epochSecond);
    }

    void remove(long name) {
        secondsByName.remove(name);
    }

    /** Forgets what is older, and what is more than is kept. */
    void forgetBefore(long epochSecond) {
        var names = secondsByName.values().iterator();
        for (int left = secondsByName.size(); left > 0; left--) {
            if (names.next() >= epochSecond && left <= MOST) {
                return;
            }
            names.remove();
        }
    }

    void clear() {
        secondsByName.clear();
    }

    Map<Long, Long> all() {
        return secondsByName;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }
}
