package org.qkdn.lkms.app;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;
import org.qkdn.fuzz.Fuzzed;
import org.qkdn.lkms.store.KeyBytes;

/** Key IDs: what is read as one is written the same way, and none that was made up fits a block. */
public final class KeyIdFuzz {
    private static final UUID BLOCK = UUID.fromString("6f1d6cf0-9d0e-4b9a-8f7a-2f9a1b6c3d55");

    private KeyIdFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        var bits = ByteBuffer.wrap(Arrays.copyOf(input, 16));
        var uuid = new UUID(bits.getLong(), bits.getLong());
        var parsed = KeyId.parse(uuid);
        if (parsed.isEmpty()) {
            return;
        }
        var id = parsed.get();
        Fuzzed.require(id.toUuid().equals(uuid), "one form only");
        Fuzzed.require(id.offset() >= 0 && id.offset() < KeyId.MAX_BLOCK && id.length() >= 1, "a place");
        try (var content = KeyBytes.owning(new byte[KeyId.MAX_BLOCK])) {
            // the block's check key is all zeros, which a guesser does not know
            Fuzzed.require(!id.isOf("application", BLOCK, content), "not a key of this block");
        }
    }
}
