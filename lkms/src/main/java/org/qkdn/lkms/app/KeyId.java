package org.qkdn.lkms.app;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.qkdn.lkms.store.KeyBytes;

/**
 * Where a key lies in its block, written as a UUID of version 8: the first 64 bits of the block's id, offset (9 bits),
 * length less one (7 bits), whether the block's rest is given up (1 bit), and a check (41 bits). So the other end cuts the
 * same bytes without being told, and nobody without the block can make up an id that is accepted.
 *
 * @param offset in bytes, from the block's begin
 * @param length in bytes
 * @param last true where the bytes behind the key will never be handed out
 */
record KeyId(long blockHigh, int offset, int length, boolean last, long check) {
    /** Bytes at the begin of each block that key the check and are never handed out. */
    static final int CHECK_KEY = 16;

    private static final int CHECK_BITS = 41;
    /** Below the four bits of the block in the second half. */
    private static final int BLOCK_SHIFT = 58;

    private static final int MAX_LENGTH = 128;

    /** The largest block whose bytes a key ID can address. */
    static final int MAX_BLOCK = 512;

    /** Looking one up costs as much as using it. */
    private static final ThreadLocal<Mac> MAC = ThreadLocal.withInitial(KeyId::newMac);

    static KeyId of(String application, UUID block, KeyBytes content, int offset, int length, boolean last) {
        if (length < 1 || length > MAX_LENGTH || offset < 0 || offset + length > MAX_BLOCK) {
            throw new IllegalArgumentException("no key ID for " + length + " bytes at " + offset);
        }
        long high = block.getMostSignificantBits();
        return new KeyId(high, offset, length, last, check(application, block, content, offset, length, last));
    }

    /** True where this id names bytes of just this block and was made by someone who has it. */
    boolean isOf(String application, UUID block, KeyBytes content) {
        return blockHigh == block.getMostSignificantBits()
                && offset + length <= content.length()
                && check == check(application, block, content, offset, length, last);
    }

    /** No identifier of a key of this block comes before it, in the order of their texts. */
    static UUID lowest(UUID block) {
        return new KeyId(block.getMostSignificantBits(), 0, 1, false, 0).toUuid();
    }

    /** None comes after it. */
    static UUID highest(UUID block) {
        var lowest = lowest(block);
        return new UUID(lowest.getMostSignificantBits(), lowest.getLeastSignificantBits() | (1L << BLOCK_SHIFT) - 1);
    }

    UUID toUuid() {
        // 122 bits: 48 | version | 12 | variant | 62
        long place = ((long) offset << 7 | (length - 1)) << 1 | (last ? 1 : 0);
        long high = (blockHigh >>> 16 << 16) | 0x8000 | (blockHigh >>> 4 & 0xFFF);
        long low = 0x8000_0000_0000_0000L | (blockHigh & 0xF) << 58 | place << CHECK_BITS | check;
        return new UUID(high, low);
    }

    /** Empty where the UUID is not written as a key ID; {@link #isOf} tells whether it is a good one. */
    static Optional<KeyId> parse(UUID uuid) {
        if (uuid.version() != 8 || uuid.variant() != 2) {
            return Optional.empty();
        }
        long high = uuid.getMostSignificantBits();
        long low = uuid.getLeastSignificantBits();
        long blockHigh = (high >>> 16 << 16) | (high & 0xFFF) << 4 | (low >>> 58 & 0xF);
        long place = low >>> CHECK_BITS & 0x1FFFF;
        return Optional.of(new KeyId(
                blockHigh,
                (int) (place >>> 8),
                (int) (place >>> 1 & 0x7F) + 1,
                (place & 1) == 1,
                low & (1L << CHECK_BITS) - 1));
    }

    private static long check(String application, UUID block, KeyBytes content, int offset, int length, boolean last) {
        var name = application.getBytes(StandardCharsets.UTF_8);
        var message = ByteBuffer.allocate(name.length + 2 * Long.BYTES + 2 * Integer.BYTES + 1)
                .put(name)
                .putLong(block.getMostSignificantBits())
                .putLong(block.getLeastSignificantBits())
                .putInt(offset)
                .putInt(length)
                .put((byte) (last ? 1 : 0));
        try (var key = content.slice(0, CHECK_KEY)) {
            var bytes = key.toArray();
            var mac = MAC.get();
            mac.init(new SecretKeySpec(bytes, "HmacSHA256"));
            Arrays.fill(bytes, (byte) 0);
            return ByteBuffer.wrap(mac.doFinal(message.array())).getLong() >>> (Long.SIZE - CHECK_BITS);
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("this JDK cannot do HMAC-SHA256", e);
        }
    }

    private static Mac newMac() {
        try {
            return Mac.getInstance("HmacSHA256");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot do HMAC-SHA256", e);
        }
    }
}
