package org.qkdn.lkms.store.seal;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key of one segment. Frames are sealed under it with AES-256-GCM; the nonce is the frame's number, which is never
 * used twice: only the process that made the segment appends to it, and after a failure it takes another segment.
 */
public final class Epoch {
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;
    private final byte[] boundTo;
    private final Cipher cipher;

    /** Copies the key. */
    Epoch(byte[] key, byte[] boundTo) {
        this.key = new SecretKeySpec(key, "AES");
        this.boundTo = boundTo;
        try {
            this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw impossible(e);
        }
    }

    public byte[] seal(long number, byte[] content, int length) {
        try {
            prepare(Cipher.ENCRYPT_MODE, number);
            return cipher.doFinal(content, 0, length);
        } catch (GeneralSecurityException e) {
            throw impossible(e);
        }
    }

    /** The content, for the caller to wipe; empty where the frame was altered, moved or sealed under another key. */
    public Optional<byte[]> open(long number, byte[] sealed) {
        try {
            prepare(Cipher.DECRYPT_MODE, number);
            return Optional.of(cipher.doFinal(sealed));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw impossible(e);
        }
    }

    private void prepare(int mode, long number) throws GeneralSecurityException {
        var nonce =
                ByteBuffer.allocate(NONCE).putLong(NONCE - Long.BYTES, number).array();
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(boundTo);
    }

    private static IllegalStateException impossible(GeneralSecurityException e) {
        return new IllegalStateException("this JDK cannot do AES-256-GCM", e);
    }
}
