package org.qkdn.lkms.store;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts blocks at rest: AES-256-GCM, one key per record derived from the key-encrypting key and a random salt, so that
 * random nonces stay safe however many records are written. The form is salt (16), nonce (12), ciphertext, tag (16).
 */
final class BlockSeal implements AutoCloseable {
    private static final int SALT = 16;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final KeyBytes keyEncryptingKey;
    private final SecureRandom random = new SecureRandom();

    BlockSeal(KeyBytes keyEncryptingKey) {
        this.keyEncryptingKey = keyEncryptingKey;
    }

    byte[] seal(KeyBytes content, byte[] boundTo) {
        var head = new byte[SALT + NONCE];
        random.nextBytes(head);
        try {
            var sealed = cipher(Cipher.ENCRYPT_MODE, head, boundTo).doFinal(content.exposed());
            return ByteBuffer.allocate(head.length + sealed.length)
                    .put(head)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot do AES-256-GCM", e);
        }
    }

    /** Throws where the record was altered, moved, or sealed under another key: nothing of it may be used. */
    KeyBytes open(byte[] sealed, byte[] boundTo) {
        if (sealed.length < SALT + NONCE) {
            throw new IllegalStateException("a sealed record is too short");
        }
        var head = Arrays.copyOf(sealed, SALT + NONCE);
        try {
            return KeyBytes.owning(cipher(Cipher.DECRYPT_MODE, head, boundTo)
                    .doFinal(sealed, head.length, sealed.length - head.length));
        } catch (AEADBadTagException e) {
            throw new IllegalStateException("a sealed record was altered or belongs to another key", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot do AES-256-GCM", e);
        }
    }

    private Cipher cipher(int mode, byte[] head, byte[] boundTo) throws GeneralSecurityException {
        var derivation = Mac.getInstance("HmacSHA256");
        derivation.init(new SecretKeySpec(keyEncryptingKey.exposed(), "HmacSHA256"));
        derivation.update(head, 0, SALT);
        var recordKey = derivation.doFinal();
        try {
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, new SecretKeySpec(recordKey, "AES"), new GCMParameterSpec(TAG_BITS, head, SALT, NONCE));
            cipher.updateAAD(boundTo);
            return cipher;
        } finally {
            Arrays.fill(recordKey, (byte) 0);
        }
    }

    @Override
    public void close() {
        keyEncryptingKey.close();
    }
}
