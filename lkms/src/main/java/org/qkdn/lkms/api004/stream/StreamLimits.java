package org.qkdn.lkms.api004.stream;

import java.time.Duration;
import org.qkdn.node.v1.Application;

/**
 * What this LKMS offers to key streams.
 *
 * @param maxChunk bytes of the largest chunk
 * @param ahead chunks prepared before they are asked for
 * @param window chunks that one end may be ahead of the other; also how far behind its newest a chunk stays available
 * @param longestWait upper bound of Timeout
 * @param idle a stream whose SAE has not called for so long is closed
 * @param mostStreams per LKMS
 */
public record StreamLimits(int maxChunk, int ahead, int window, Duration longestWait, Duration idle, int mostStreams) {
    public static final StreamLimits DEFAULT =
            new StreamLimits(4096, 4, 64, Duration.ofMinutes(1), Duration.ofDays(1), 1024);

    /** As ETSI GS QKD 014's default key. */
    private static final int USUAL_CHUNK = 32;

    public StreamLimits {
        if (maxChunk < 1 || ahead < 1 || window <= ahead || mostStreams < 1) {
            throw new IllegalArgumentException("no limits of streams: " + maxChunk + ", " + ahead + ", " + window);
        }
    }

    /** What was not asked for, as it is then. */
    Qos complete(Qos asked) {
        var qos = asked.keyChunkSize() == 0 ? asked.withKeyChunkSize(USUAL_CHUNK) : asked;
        return qos.timeoutMillis() > longestWait.toMillis() ? qos.withTimeout(longestWait.toMillis()) : qos;
    }

    /** The nearest to what was asked for that the association can give; the same where it can give just that. */
    Qos nearest(Qos asked, Application association) {
        var qos = asked;
        if (qos.keyChunkSize() > maxChunk) {
            qos = qos.withKeyChunkSize(maxChunk);
        }
        long most = association.getMaxBandwidthBps();
        if (most > 0 && qos.minBps() > most) {
            qos = qos.withRates(most, most);
        }
        if (qos.maxBps() > 0 && qos.minBps() > qos.maxBps()) {
            qos = qos.withRates(qos.maxBps(), qos.maxBps());
        }
        long ttl = Integer.toUnsignedLong(association.getTtlSeconds());
        if (ttl > 0 && qos.ttlSeconds() > ttl) {
            qos = qos.withTtl(ttl);
        }
        return qos.metadataMimetype().isEmpty() || qos.metadataMimetype().equals(Qos.JSON)
                ? qos
                : qos.withMetadata(Qos.JSON);
    }
}
