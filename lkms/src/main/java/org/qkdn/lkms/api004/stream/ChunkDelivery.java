package org.qkdn.lkms.api004.stream;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.qkdn.lkms.store.Account;
import org.qkdn.lkms.store.BlockTable;
import org.qkdn.lkms.store.Origin;
import org.qkdn.lkms.store.StoredBlock;
import org.qkdn.node.v1.KeyStream;

/** Hands chunks of one end out, each once; within one transaction. */
final class ChunkDelivery {
    private ChunkDelivery() {}

    /** Outcome of looking for a chunk. */
    sealed interface Attempt {
        record Done(GetOutcome outcome) implements Attempt {}

        /** It is still to come: ask again when there is more, until the stream's Timeout. */
        record NotYet(KeyStream stream, long sequence) implements Attempt {}
    }

    /**
     * Takes the chunk out and marks it used.
     *
     * @param index as the SAE names it; absent: the next one there is
     * @param metadataRoom bytes of metadata the SAE has room for; 0: it wants none
     * @param ttl in seconds; 0: it may wait for ever
     */
    static Attempt take(
            BlockTable blocks,
            KeyStream stream,
            OptionalLong index,
            long metadataRoom,
            long ttl,
            StreamLimits limits,
            Instant now) {
        long ready = stream.getReady();
        long wanted = index.isPresent()
                ? Sequence.nearest(stream.getPosition(), index.getAsLong())
                : Chunks.first(blocks, stream, stream.getPosition(), ready).orElse(ready);
        if (wanted >= Math.max(stream.getPosition(), ready) + limits.window()) {
            return gone(blocks, stream, lowest(stream, limits));
        }
        if (wanted >= ready) {
            return new Attempt.NotYet(stream, wanted);
        }
        var found = Chunks.find(blocks, stream, wanted);
        if (found.isEmpty()) {
            return gone(blocks, stream, Math.max(wanted + 1, lowest(stream, limits)));
        }
        try (var chunk = found.get()) {
            var age = Duration.between(chunk.created(), now);
            if (ttl > 0 && age.toSeconds() >= ttl) {
                Chunks.burn(blocks, stream, chunk, Account.Cause.EXPIRED);
                return gone(blocks, stream, wanted + 1);
            }
            var metadata = metadataRoom == 0 ? "" : metadata(stream, chunk.origin(), age);
            int size = metadata.getBytes(StandardCharsets.UTF_8).length;
            return size > metadataRoom
                    ? new Attempt.Done(new GetOutcome.MetadataTooSmall(Sequence.index(wanted), size))
                    : new Attempt.Done(hand(blocks, stream, wanted, chunk, metadata, limits, now));
        }
    }

    private static GetOutcome hand(
            BlockTable blocks,
            KeyStream stream,
            long sequence,
            StoredBlock chunk,
            String metadata,
            StreamLimits limits,
            Instant now) {
        var key = chunk.content().slice(0, chunk.content().length());
        Chunks.spend(blocks, chunk);
        var next = stream.toBuilder()
                .setPosition(Math.max(stream.getPosition(), sequence + 1))
                .setUsedAt(now.getEpochSecond())
                .build();
        for (long old = lowest(stream, limits); old < lowest(next, limits); old++) {
            Chunks.burn(blocks, stream, old, Account.Cause.ABANDONED);
        }
        StreamTable.save(blocks, next);
        blocks.addDelivered(Chunks.source(stream), 8L * key.length());
        return new GetOutcome.Chunk(Sequence.index(sequence), key, metadata);
    }

    /** Below this all chunks are burnt: passed over, and too long ago. */
    private static long lowest(KeyStream stream, StreamLimits limits) {
        return Math.max(0, stream.getPosition() - limits.window());
    }

    private static Attempt gone(BlockTable blocks, KeyStream stream, long from) {
        long next = Chunks.first(blocks, stream, from, stream.getReady()).orElse(stream.getReady());
        return new Attempt.Done(new GetOutcome.Gone(Sequence.index(next)));
    }

    private static String metadata(KeyStream stream, Origin origin, Duration age) {
        if (!stream.getQos().getMetadataMimetype().equals(Qos.JSON)) {
            return "";
        }
        return "{\"age_s\":" + Math.max(0, age.toSeconds()) + ",\"route_class\":\""
                + (origin.direct() ? "direct" : "relayed") + "\",\"paths\":" + origin.paths() + "}";
    }
}
