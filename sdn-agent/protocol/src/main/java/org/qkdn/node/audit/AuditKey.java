package org.qkdn.node.audit;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key that seals the next entry. Each entry has a key of its own, derived from the one before, which is then
 * overwritten: who takes the machine over tomorrow can still not forge the entries of today (forward integrity).
 */
final class AuditKey {
    static final int LENGTH = 32;

    private final byte[] key;
    private long number;

    AuditKey(long number, byte[] key) {
        this.number = number;
        this.key = key.clone();
    }

    /** Number of the entry it seals, from 1. */
    long number() {
        return number;
    }

    byte[] bytes() {
        return key.clone();
    }

    /** The seal of an entry's text, in hexadecimal. */
    String seal(String text) {
        return HexFormat.of().formatHex(mac("seal", text.getBytes(StandardCharsets.UTF_8)));
    }

    boolean sealed(String text, String seal) {
        return MessageDigest.isEqual(
                seal(text).getBytes(StandardCharsets.US_ASCII), seal.getBytes(StandardCharsets.US_ASCII));
    }

    void next() {
        var following = mac("next", new byte[0]);
        System.arraycopy(following, 0, key, 0, LENGTH);
        Arrays.fill(following, (byte) 0);
        number++;
    }

    private byte[] mac(String purpose, byte[] text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update(purpose.getBytes(StandardCharsets.US_ASCII));
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot do HMAC-SHA256", e);
        }
    }
}
