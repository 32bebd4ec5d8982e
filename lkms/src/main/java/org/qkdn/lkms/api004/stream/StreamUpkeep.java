package org.qkdn.lkms.api004.stream;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.qkdn.lkms.api004.stream.StreamPeers.Answer;
import org.qkdn.node.v1.KeyStream;
import org.qkdn.node.v1.StreamEnd;
import org.qkdn.node.v1.StreamEnd.State;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells other ends what they have not heard yet, burns chunks past their TTL, and closes streams that nobody uses or whose
 * association is gone.
 */
final class StreamUpkeep implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StreamUpkeep.class);

    private final StreamDesk desk;
    private final ChunkSupply supply;
    private final IntConsumer open;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("key-streams").factory());

    /** {@code open} is told now and then how many streams are open here. */
    StreamUpkeep(StreamDesk desk, ChunkSupply supply, IntConsumer open) {
        this.open = open;
        this.desk = desk;
        this.supply = supply;
    }

    void start() {
        var ignored = timer.scheduleWithFixedDelay(this::tidy, 0, 1, TimeUnit.SECONDS);
    }

    /** Tells the other end how this one stands, and takes in how it stands there. */
    void tell(KeyStream stream) {
        var id = StreamTable.id(stream);
        var answer = desk.peers().tell(stream.getRemoteNodeId(), stream.getHere());
        if (answer instanceof Answer.Said<StreamEnd>(var there)) {
            desk.database().call(blocks -> {
                StreamEnds.heard(blocks, stream, there);
                return true;
            });
            desk.signals().fire(id);
        }
    }

    void tidy() {
        try {
            var streams = desk.database().call(StreamTable::all);
            open.accept((int) streams.stream()
                    .filter(stream -> stream.getHere().getState() == State.OPEN)
                    .count());
            supply.forgetAllBut(streams.stream().map(StreamTable::id).collect(Collectors.toSet()));
            // side by side: a node that does not answer delays its own streams only
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                streams.forEach(stream -> threads.execute(() -> tidySafely(stream)));
            }
        } catch (RuntimeException e) {
            LOG.warn("the key streams cannot be tidied: {}", e.getMessage());
        }
    }

    private void tidySafely(KeyStream stream) {
        try {
            tidy(stream);
        } catch (RuntimeException e) {
            LOG.warn("key stream {} cannot be tidied: {}", StreamTable.id(stream), e.getMessage());
        }
    }

    private void tidy(KeyStream stream) {
        long now = desk.now().getEpochSecond();
        boolean isIdle = now - stream.getUsedAt() > desk.limits().idle().toSeconds();
        if (stream.getHere().getState() == State.CLOSED && isIdle) {
            forget(stream);
        } else if (stream.getHere().getState() == State.OPEN
                && (isIdle || desk.association(stream).isEmpty())) {
            tell(close(stream));
        } else if (!stream.getTold()) {
            tell(stream);
        } else if (stream.getOfferedCount() > 0) {
            supply.need(stream, 0, Duration.ZERO);
        }
        burnOld(stream, now);
    }

    private KeyStream close(KeyStream stream) {
        LOG.info("key stream {} ends: not used any more, or without association", StreamTable.id(stream));
        return desk.database().call(blocks -> {
            var kept = StreamTable.find(blocks, StreamTable.id(stream));
            return kept.isPresent() ? StreamEnds.close(blocks, kept.get()) : stream;
        });
    }

    private void forget(KeyStream stream) {
        desk.database().call(blocks -> {
            StreamTable.forget(blocks, stream);
            return true;
        });
    }

    private void burnOld(KeyStream stream, long now) {
        long ttl = desk.ttlSeconds(stream);
        if (ttl > 0) {
            desk.database().call(blocks -> {
                Chunks.burnOlderThan(blocks, stream, now - ttl);
                return true;
            });
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
