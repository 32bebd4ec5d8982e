package org.qkdn.lkms.entropy;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import org.qkdn.lkms.store.KeyBytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A quantum random number generator and the JDK's, XORed: who knows or steers the one learns nothing while the other is
 * good. The device's share is fetched in blocks, each byte of which is used once.
 */
public final class Qrng implements EntropySource {
    private static final Logger LOG = LoggerFactory.getLogger(Qrng.class);

    /** How long a device that failed is left alone. */
    static final Duration PAUSE = Duration.ofSeconds(5);

    private final EntropyConfiguration configuration;
    private final Drbg drbg;
    private final RestDevice device;
    private final InstantSource clock;
    private final HealthTests health = new HealthTests();
    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicLong fetched = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private byte[] pool = new byte[0];
    private int next;
    private Instant retryAt = Instant.MIN;
    private volatile String reason = "";

    public Qrng(EntropyConfiguration configuration, SSLContext tls) {
        this(configuration, tls, InstantSource.system());
    }

    Qrng(EntropyConfiguration configuration, SSLContext tls, InstantSource clock) {
        this.configuration = configuration;
        this.drbg = new Drbg();
        this.device = new RestDevice(configuration, tls);
        this.clock = clock;
    }

    @Override
    public Draw draw(int bytes) {
        var share = share(bytes);
        if (share.isEmpty()) {
            return switch (configuration.whenDown()) {
                case REFUSE -> new Draw.Failed(reason);
                case DRBG -> drbg.draw(bytes);
            };
        }
        try (var own = drbg.draw(bytes).bytes()) {
            var mixed = own.toArray();
            for (int i = 0; i < bytes; i++) {
                mixed[i] ^= share.get()[i];
            }
            return new Draw.Drawn(KeyBytes.owning(mixed));
        } finally {
            Arrays.fill(share.get(), (byte) 0);
        }
    }

    /** The device's share, or empty while it gives none. */
    private Optional<byte[]> share(int bytes) {
        var share = new byte[bytes];
        lock.lock();
        try {
            for (int filled = 0; filled < bytes; ) {
                if (next == pool.length && !refill()) {
                    Arrays.fill(share, (byte) 0);
                    return Optional.empty();
                }
                int part = Math.min(bytes - filled, pool.length - next);
                System.arraycopy(pool, next, share, filled, part);
                Arrays.fill(pool, next, next + part, (byte) 0);
                next += part;
                filled += part;
            }
            return Optional.of(share);
        } finally {
            lock.unlock();
        }
    }

    private boolean refill() {
        if (clock.instant().isBefore(retryAt)) {
            return false;
        }
        try {
            var block = device.fetch();
            var fault = health.fault(block);
            if (fault.isPresent()) {
                Arrays.fill(block, (byte) 0);
                return failed("fails its health test: " + fault.get());
            }
            pool = block;
            next = 0;
            fetched.addAndGet(block.length);
            if (!reason.isEmpty()) {
                LOG.info("QRNG {} gives random numbers again", device.name());
            }
            reason = "";
            return true;
        } catch (IOException e) {
            return failed(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed("was not waited for");
        }
    }

    private boolean failed(String why) {
        failures.incrementAndGet();
        retryAt = clock.instant().plus(PAUSE);
        if (reason.isEmpty()) {
            LOG.warn(
                    "QRNG {} {}; {}",
                    device.name(),
                    why,
                    switch (configuration.whenDown()) {
                        case REFUSE -> "no new keys are made until it is back";
                        case DRBG -> "keys are made by the JDK's DRBG alone until it is back";
                    });
        }
        reason = "QRNG " + device.name() + " " + why;
        return false;
    }

    @Override
    public String reason() {
        return reason;
    }

    @Override
    public void register(MeterRegistry meters) {
        Gauge.builder("qkdn.lkms.entropy.qrng.up", this, self -> self.reason.isEmpty() ? 1 : 0)
                .description("1 where the quantum random number generator serves")
                .register(meters);
        meters.more().counter("qkdn.lkms.entropy.qrng.bytes", List.of(), fetched);
        meters.more().counter("qkdn.lkms.entropy.qrng.failures", List.of(), failures);
    }

    @Override
    public void close() {
        lock.lock();
        try {
            Arrays.fill(pool, (byte) 0);
            next = pool.length;
            retryAt = Instant.MAX;
        } finally {
            lock.unlock();
        }
        device.close();
    }
}
