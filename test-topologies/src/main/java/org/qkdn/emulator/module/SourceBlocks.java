package org.qkdn.emulator.module;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.Map;
import org.qkdn.emulator.topology.EntangledSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How many blocks of key each source of entangled photons has given light for; used by one thread. */
final class SourceBlocks {
    private static final Logger LOG = LoggerFactory.getLogger(SourceBlocks.class);

    private final BigDecimal speed;
    private final Map<String, Integer> made = new HashMap<>();

    SourceBlocks(BigDecimal speed) {
        this.speed = speed;
    }

    /** Whole blocks: their bits, and how long they took. */
    record Whole(long bits, long nanos) {}

    /** The source has been on a pair for so long since its last whole block. */
    Whole made(EntangledSource source, long elapsedNanos) {
        long block = BigDecimal.valueOf(1_000_000L * source.blockMillis())
                .divide(speed, 0, RoundingMode.UP)
                .longValue();
        int before = made.getOrDefault(source.name(), 0);
        long whole = Math.min(elapsedNanos / block, source.blocks() - before);
        if (whole > 0) {
            made.put(source.name(), (int) (before + whole));
            LOG.info("source {} has given light for {} blocks of {}", source.name(), before + whole, source.blocks());
        }
        return new Whole(whole * source.blockBits(), whole * block);
    }

    Verdict unlessOver(Verdict verdict) {
        return verdict instanceof Verdict.Ready ready
                        && ready.source()
                                .filter(source -> made.getOrDefault(source.name(), 0) >= source.blocks())
                                .isPresent()
                ? new Verdict.NotReady("source " + ready.source().get().name() + " is dark after "
                        + ready.source().get().blocks() + " blocks")
                : verdict;
    }
}
