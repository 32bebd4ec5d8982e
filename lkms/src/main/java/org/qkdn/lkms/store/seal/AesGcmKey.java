package org.qkdn.lkms.store.seal;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.qkdn.lkms.store.StateException;

/**
 * AES-256-GCM under a key of some cryptography provider; the form is nonce (12), ciphertext, tag (16). A nonce is random,
 * and a key wraps at most one other in each second or so: far below the bound of NIST SP 800-38D 8.3.
 */
final class AesGcmKey implements KeyEncryptingKey {
    /** Makes ciphers for the place where the key lives. */
    @FunctionalInterface
    interface Ciphers {
        Cipher get(String transformation) throws GeneralSecurityException;
    }

    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final String name;
    private final SecretKey key;
    private final Ciphers ciphers;
    private final Runnable release;
    private final SecureRandom random = new SecureRandom();

    AesGcmKey(String name, SecretKey key, Ciphers ciphers, Runnable release) {
        this.name = name;
        this.key = key;
        this.ciphers = ciphers;
        this.release = release;
    }

    @Override
    public synchronized byte[] wrap(byte[] plain, byte[] boundTo) throws StateException {
        var nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            var cipher = cipher(Cipher.ENCRYPT_MODE, nonce, boundTo);
            var sealed = cipher.doFinal(plain);
            return ByteBuffer.allocate(NONCE + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException | RuntimeException e) {
            throw unusable(e);
        }
    }

    @Override
    public synchronized Optional<byte[]> unwrap(byte[] wrapped, byte[] boundTo) throws StateException {
        if (wrapped.length <= NONCE) {
            return Optional.empty();
        }
        try {
            var cipher = cipher(Cipher.DECRYPT_MODE, java.util.Arrays.copyOf(wrapped, NONCE), boundTo);
            return Optional.of(cipher.doFinal(wrapped, NONCE, wrapped.length - NONCE));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException | RuntimeException e) {
            throw unusable(e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, byte[] boundTo) throws GeneralSecurityException {
        var cipher = ciphers.get("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(boundTo);
        return cipher;
    }

    private StateException unusable(Exception e) {
        return new StateException(
                "the key-encrypting key of " + name + " cannot be used (" + e.getMessage()
                        + "): look whether it is an AES key of 256 bit that may encrypt and decrypt, and its token there",
                e);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void close() {
        release.run();
    }
}
