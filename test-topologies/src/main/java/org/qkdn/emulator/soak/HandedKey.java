package org.qkdn.emulator.soak;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key as an SAE got it: its ID, and in the place of the key 128 bits that only equal keys share, made with a secret of
 * this run.
 */
record HandedKey(UUID id, UUID fingerprint) {
    private static final SecretKeySpec SECRET = secret();

    /** The keys of an ETSI GS QKD 014 key container. */
    static List<HandedKey> of(JsonNode container) {
        var keys = new ArrayList<HandedKey>();
        for (var key : container.path("keys")) {
            keys.add(new HandedKey(
                    UUID.fromString(key.path("key_ID").textValue()),
                    fingerprint(key.path("key").textValue())));
        }
        return keys;
    }

    private static UUID fingerprint(String key) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(SECRET);
            var digest = ByteBuffer.wrap(mac.doFinal(key.getBytes(StandardCharsets.US_ASCII)));
            return new UUID(digest.getLong(), digest.getLong());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot do HMAC-SHA256", e);
        }
    }

    private static SecretKeySpec secret() {
        var secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        return new SecretKeySpec(secret, "HmacSHA256");
    }
}
