package org.qkdn.lkms.combine;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.qkdn.lkms.app.Batch;
import org.qkdn.lkms.store.KeyBytes;

/**
 * HKDF (RFC 5869; the two-step form of NIST SP 800-56C) over secrets in a fixed order, each behind its length, without
 * salt; the info binds the result to the transcript and to one block.
 */
final class Derivation {
    private final Digest digest;

    Derivation(Digest digest) {
        this.digest = digest;
    }

    /** One block's worth of bytes; the caller closes them. */
    KeyBytes block(List<KeyBytes> secrets, Transcript transcript, int index) {
        var input = prefixed(secrets);
        try {
            return KeyBytes.owning(hkdf(digest, input, new byte[0], transcript.info(index), Batch.BLOCK_BYTES));
        } finally {
            Arrays.fill(input, (byte) 0);
        }
    }

    /** The caller wipes what it gave and what it gets. */
    static byte[] hkdf(Digest digest, byte[] input, byte[] salt, byte[] info, int length) {
        var generator = new HKDFBytesGenerator(digest);
        generator.init(new HKDFParameters(input, salt, info));
        var derived = new byte[length];
        generator.generateBytes(derived, 0, length);
        return derived;
    }

    private static byte[] prefixed(List<KeyBytes> secrets) {
        var input = ByteBuffer.allocate(secrets.stream()
                .mapToInt(secret -> Integer.BYTES + secret.length())
                .sum());
        for (var secret : secrets) {
            input.putInt(secret.length());
            secret.copyTo(input.array(), input.position());
            input.position(input.position() + secret.length());
        }
        return input.array();
    }
}
