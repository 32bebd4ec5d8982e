package org.qkdn.lkms.api004.stream;

import org.qkdn.node.v1.StreamQos;

/**
 * QoS of ETSI GS QKD 004; each number is a uint32, 0 where nothing is asked for.
 *
 * @param keyChunkSize bytes of one chunk
 * @param maxBps bit/s the application will draw at most
 * @param minBps bit/s it needs at least
 * @param jitter told back as it was asked for: its unit is not settled
 * @param priority told back as it was asked for: the association's, set by the controller, counts
 * @param timeoutMillis how long OPEN_CONNECT waits for the peer and GET_KEY for key
 * @param ttlSeconds how long a chunk may wait to be fetched
 * @param metadataMimetype {@code application/json}, or empty: no metadata
 */
public record Qos(
        long keyChunkSize,
        long maxBps,
        long minBps,
        long jitter,
        long priority,
        long timeoutMillis,
        long ttlSeconds,
        String metadataMimetype) {
    public static final String JSON = "application/json";
    private static final long MOST = 0xFFFF_FFFFL;

    public Qos {
        for (long number : new long[] {keyChunkSize, maxBps, minBps, jitter, priority, timeoutMillis, ttlSeconds}) {
            if (number < 0 || number > MOST) {
                throw new IllegalArgumentException(number + " is no uint32");
            }
        }
    }

    Qos withKeyChunkSize(long bytes) {
        return new Qos(bytes, maxBps, minBps, jitter, priority, timeoutMillis, ttlSeconds, metadataMimetype);
    }

    Qos withRates(long most, long least) {
        return new Qos(keyChunkSize, most, least, jitter, priority, timeoutMillis, ttlSeconds, metadataMimetype);
    }

    Qos withTimeout(long millis) {
        return new Qos(keyChunkSize, maxBps, minBps, jitter, priority, millis, ttlSeconds, metadataMimetype);
    }

    Qos withTtl(long seconds) {
        return new Qos(keyChunkSize, maxBps, minBps, jitter, priority, timeoutMillis, seconds, metadataMimetype);
    }

    Qos withMetadata(String mimetype) {
        return new Qos(keyChunkSize, maxBps, minBps, jitter, priority, timeoutMillis, ttlSeconds, mimetype);
    }

    StreamQos toProto() {
        return StreamQos.newBuilder()
                .setKeyChunkSize((int) keyChunkSize)
                .setMaxBps((int) maxBps)
                .setMinBps((int) minBps)
                .setJitter((int) jitter)
                .setPriority((int) priority)
                .setTimeoutMs((int) timeoutMillis)
                .setTtlSeconds((int) ttlSeconds)
                .setMetadataMimetype(metadataMimetype)
                .build();
    }

    static Qos of(StreamQos kept) {
        return new Qos(
                Integer.toUnsignedLong(kept.getKeyChunkSize()),
                Integer.toUnsignedLong(kept.getMaxBps()),
                Integer.toUnsignedLong(kept.getMinBps()),
                Integer.toUnsignedLong(kept.getJitter()),
                Integer.toUnsignedLong(kept.getPriority()),
                Integer.toUnsignedLong(kept.getTimeoutMs()),
                Integer.toUnsignedLong(kept.getTtlSeconds()),
                kept.getMetadataMimetype());
    }
}
