package org.qkdn.lkms.entropy;

import io.micrometer.core.instrument.MeterRegistry;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import org.qkdn.lkms.store.KeyBytes;

/** The JDK's DRBG (NIST SP 800-90A), seeded by the operating system. Never fails. */
public final class Drbg implements EntropySource {
    private final SecureRandom random;

    public Drbg() {
        try {
            random = SecureRandom.getInstance("DRBG");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no DRBG", e);
        }
    }

    @Override
    public Draw.Drawn draw(int bytes) {
        var fresh = new byte[bytes];
        random.nextBytes(fresh);
        return new Draw.Drawn(KeyBytes.owning(fresh));
    }

    @Override
    public String reason() {
        return "";
    }

    @Override
    public void register(MeterRegistry meters) {
        // nothing to measure
    }

    @Override
    public void close() {
        // holds nothing
    }
}
