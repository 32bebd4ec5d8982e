package org.qkdn.lkms.api004.binary;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import org.qkdn.lkms.api004.stream.CloseOutcome;
import org.qkdn.lkms.api004.stream.GetOutcome;
import org.qkdn.lkms.api004.stream.OpenOutcome;
import org.qkdn.lkms.api004.stream.Qos;
import org.qkdn.lkms.store.KeyBytes;

/** Writes answers. Whoever sends one that may hold a key overwrites it then. */
final class AnswerWriter {
    private static final int MIMETYPE = 256;

    private final ByteBufAllocator buffers;

    AnswerWriter(ByteBufAllocator buffers) {
        this.buffers = buffers;
    }

    ByteBuf open(Request.Open request, OpenOutcome outcome) {
        var answer = begin(request.version(), Service.OPEN_CONNECT);
        answer.writeInt(outcome.status());
        write(answer, outcome.qos(), request.fixedMimetype());
        write(answer, outcome.keyStreamId());
        return end(answer);
    }

    ByteBuf close(Request.Close request, CloseOutcome outcome) {
        return end(begin(request.version(), Service.CLOSE).writeInt(outcome.status()));
    }

    /** Where there is no chunk, its index is that of the next one there is, or the one asked for. */
    ByteBuf get(Request.Get request, GetOutcome outcome) {
        var answer = begin(request.version(), Service.GET_KEY).writeInt(outcome.status());
        switch (outcome) {
            case GetOutcome.Chunk chunk -> {
                answer.writeInt((int) chunk.index());
                write(answer, chunk.key());
                var metadata = chunk.metadata().getBytes(StandardCharsets.UTF_8);
                answer.writeInt(metadata.length).writeBytes(metadata);
            }
            case GetOutcome.MetadataTooSmall small -> empty(answer, small.index(), small.needed());
            case GetOutcome.Empty empty -> empty(answer, empty.index(), 0);
            case GetOutcome.Gone gone -> empty(answer, gone.next(), 0);
            case GetOutcome.TimedOut late -> empty(answer, late.index(), 0);
            case GetOutcome.PeerNotConnected alone -> empty(answer, request.index(), 0);
            case GetOutcome.Unknown unknown -> empty(answer, request.index(), 0);
        }
        return end(answer);
    }

    private static void empty(ByteBuf answer, long index, int metadataSize) {
        answer.writeInt((int) index).writeInt(0).writeInt(metadataSize);
    }

    private static void write(ByteBuf answer, KeyBytes key) {
        try (key) {
            var plain = key.toArray();
            answer.writeInt(plain.length).writeBytes(plain);
            Arrays.fill(plain, (byte) 0);
        }
    }

    private static void write(ByteBuf answer, Qos qos, boolean fixedMimetype) {
        answer.writeInt((int) qos.keyChunkSize())
                .writeInt((int) qos.maxBps())
                .writeInt((int) qos.minBps())
                .writeInt((int) qos.jitter())
                .writeInt((int) qos.priority())
                .writeInt((int) qos.timeoutMillis())
                .writeInt((int) qos.ttlSeconds());
        var mimetype = qos.metadataMimetype().getBytes(StandardCharsets.UTF_8);
        answer.writeBytes(mimetype).writeZero(fixedMimetype ? MIMETYPE - mimetype.length : 1);
    }

    private static void write(ByteBuf answer, UUID id) {
        answer.writeLong(id.getMostSignificantBits()).writeLong(id.getLeastSignificantBits());
    }

    /** Large enough for a chunk, so that no copy of it stays behind in a smaller buffer. */
    private ByteBuf begin(int version, Service service) {
        return buffers.buffer(8192)
                .writeMedium(version)
                .writeByte(service.answer())
                .writeInt(0);
    }

    private static ByteBuf end(ByteBuf answer) {
        return answer.setInt(4, answer.readableBytes() - 8);
    }
}
