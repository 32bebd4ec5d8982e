package org.qkdn.lkms.api004.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.lkms.api004.stream.ChunkDelivery.Attempt;
import org.qkdn.lkms.app.BlockPieces;
import org.qkdn.lkms.store.KeyBytes;
import org.qkdn.lkms.store.KeyDatabase;
import org.qkdn.lkms.store.Origin;
import org.qkdn.node.v1.KeyStream;
import org.qkdn.node.v1.StreamEnd;
import org.qkdn.node.v1.StreamQos;

/** Index and sequence number, window, TTL: on the store alone. */
class ChunkDeliveryTest {
    private static final UUID ID = UUID.randomUUID();
    private static final long ROUND = 1L << 32;
    private static final StreamLimits LIMITS =
            new StreamLimits(4096, 2, 8, Duration.ofMinutes(1), Duration.ofDays(1), 4);

    @TempDir
    Path directory;

    private KeyDatabase database;

    @BeforeEach
    void open() throws Exception {
        database = KeyDatabase.open(directory);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void keep(long position, long ready, int ttl) {
        var end = StreamEnd.newBuilder().setKeyStreamId(ID.toString()).setState(StreamEnd.State.OPEN);
        var stream = KeyStream.newBuilder()
                .setHere(end)
                .setThere(end)
                .setOwner(true)
                .setAppId("app")
                .setQos(StreamQos.newBuilder().setKeyChunkSize(8).setTtlSeconds(ttl))
                .setPosition(position)
                .setReady(ready)
                .build();
        database.call(blocks -> {
            StreamTable.save(blocks, stream);
            for (long sequence = position; sequence < ready; sequence++) {
                var key = KeyBytes.owning(new byte[] {(byte) sequence, 2, 3, 4, 5, 6, 7, 8});
                var cut = new BlockPieces.Cut(List.of(), key, ByteString.EMPTY, new Origin(false, 2, ""));
                Chunks.insert(blocks, stream, sequence, cut);
            }
            return true;
        });
    }

    private Attempt take(long index) {
        return take(OptionalLong.of(index), Instant.now());
    }

    private Attempt take(OptionalLong index, Instant now) {
        return database.call(blocks -> {
            var stream = StreamTable.find(blocks, ID).orElseThrow();
            return ChunkDelivery.take(blocks, stream, index, 0, stream.getQos().getTtlSeconds(), LIMITS, now);
        });
    }

    private void takes(long index) {
        var done = assertInstanceOf(Attempt.Done.class, take(index), "index " + index);
        var chunk = assertInstanceOf(GetOutcome.Chunk.class, done.outcome(), "index " + index);
        assertEquals(index, chunk.index());
    }

    private void isGone(long index, long next) {
        var done = assertInstanceOf(Attempt.Done.class, take(index), "index " + index);
        assertEquals(new GetOutcome.Gone(next), done.outcome(), "index " + index);
    }

    @Test
    void indexWrapsBehindTheLast32BitNumber() {
        keep(ROUND - 2, ROUND + 2, 0);
        takes(ROUND - 2);
        takes(0);
        takes(ROUND - 1);
        takes(1);
        assertInstanceOf(Attempt.NotYet.class, take(2));
    }

    @Test
    void indexNamesTheNearestSequenceNumber() {
        assertEquals(5, Sequence.nearest(0, 5));
        assertEquals(ROUND - 1, Sequence.nearest(0, ROUND - 1));
        assertEquals(ROUND, Sequence.nearest(ROUND - 1, 0));
        assertEquals(3 * ROUND - 1, Sequence.nearest(3 * ROUND, ROUND - 1));
        assertEquals(3 * ROUND + 7, Sequence.nearest(3 * ROUND - 7, 7));
        assertEquals(7, Sequence.index(3 * ROUND + 7));
    }

    @Test
    void chunksPassedOverStayForAWindowAndAreBurntBehindIt() {
        keep(0, 12, 0);
        takes(5);
        takes(3);
        takes(11);
        // 12 - 8: those below 4 are burnt
        isGone(0, 4);
        isGone(1, 4);
        takes(4);
        isGone(4, 6);
        takes(10);
        assertTrue(take(12) instanceof Attempt.NotYet);
        assertTrue(take(19) instanceof Attempt.NotYet);
        isGone(20, 6);
    }

    @Test
    void withoutIndexTheNextThereIsComes() {
        keep(0, 3, 0);
        takes(1);
        var done = assertInstanceOf(Attempt.Done.class, take(OptionalLong.empty(), Instant.now()));
        assertEquals(2, assertInstanceOf(GetOutcome.Chunk.class, done.outcome()).index());
        assertInstanceOf(Attempt.NotYet.class, take(OptionalLong.empty(), Instant.now()));
        takes(0);
    }

    @Test
    void chunksPastTheirTtlAreBurnt() {
        keep(0, 2, 30);
        var late = take(OptionalLong.of(0), Instant.now().plusSeconds(31));
        assertEquals(new Attempt.Done(new GetOutcome.Gone(1)), late);
        isGone(0, 1);
        takes(1);
    }
}
