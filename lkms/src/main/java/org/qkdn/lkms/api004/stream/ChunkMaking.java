package org.qkdn.lkms.api004.stream;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import org.qkdn.lkms.app.ApplicationKeys.PiecesCut;
import org.qkdn.lkms.app.BlockPieces;
import org.qkdn.lkms.store.Account;
import org.qkdn.lkms.store.BlockTable;
import org.qkdn.lkms.store.StoreId;
import org.qkdn.node.v1.Chunk;
import org.qkdn.node.v1.ChunkOffer;
import org.qkdn.node.v1.ChunksTaken;
import org.qkdn.node.v1.KeyStream;
import org.qkdn.node.v1.Piece;

/** How chunks come to be at both ends: the owner cuts and offers, the other end takes; within one transaction. */
final class ChunkMaking {
    private static final int MOST_AT_ONCE = 8;

    private ChunkMaking() {}

    /** Where the bytes of a stream's next chunk come from. */
    @FunctionalInterface
    interface Source {
        PiecesCut cut(BlockTable blocks, KeyStream stream, byte[] purpose);
    }

    /** What the owner is to do next. */
    sealed interface Next {
        /** To the other end; again and again until it answers. */
        record Offer(KeyStream stream) implements Next {}

        /** The application's own blocks hold too little. */
        record Starved(KeyStream stream) implements Next {}

        /** As far as we know the other end is a whole window behind: ask where it is. */
        record Behind(KeyStream stream) implements Next {}

        record Nothing() implements Next {}
    }

    /** Cuts chunks below {@code wanted}, and some ahead, as far as the other end's position allows. */
    static Next cut(BlockTable blocks, KeyStream stream, long wanted, StreamLimits limits, Source source) {
        if (!stream.getOwner() || !StreamTable.isConnected(stream)) {
            return new Next.Nothing();
        }
        if (stream.getOfferedCount() > 0) {
            return new Next.Offer(stream);
        }
        long goal = Math.max(wanted, Math.max(stream.getPosition(), stream.getRemotePosition()) + limits.ahead());
        long bound = Math.min(stream.getPosition(), stream.getRemotePosition()) + limits.window();
        long end = Math.min(Math.min(goal, bound), stream.getReady() + MOST_AT_ONCE);
        if (stream.getReady() >= end) {
            return stream.getReady() < goal ? new Next.Behind(stream) : new Next.Nothing();
        }
        var offered = new ArrayList<Chunk>();
        for (long sequence = stream.getReady(); sequence < end; sequence++) {
            switch (source.cut(blocks, stream, purpose(stream, sequence))) {
                case PiecesCut.Pieces(var cut) -> offered.add(kept(blocks, stream, sequence, cut));
                case PiecesCut.TooFew few -> {
                    return offered.isEmpty() ? new Next.Starved(stream) : offer(blocks, stream, offered);
                }
                case PiecesCut.TooFast fast -> {
                    // who waits for a chunk looks again
                    return offered.isEmpty() ? new Next.Nothing() : offer(blocks, stream, offered);
                }
            }
        }
        return offer(blocks, stream, offered);
    }

    private static Next offer(BlockTable blocks, KeyStream stream, List<Chunk> offered) {
        var next = stream.toBuilder().addAllOffered(offered).build();
        StreamTable.save(blocks, next);
        return new Next.Offer(next);
    }

    private static Chunk kept(BlockTable blocks, KeyStream stream, long sequence, BlockPieces.Cut cut) {
        try (cut) {
            Chunks.insert(blocks, stream, sequence, cut);
            return written(sequence, cut);
        }
    }

    private static Chunk written(long sequence, BlockPieces.Cut cut) {
        var chunk = Chunk.newBuilder().setSequence(sequence).setCheck(cut.check());
        cut.pieces()
                .forEach(piece -> chunk.addPieces(Piece.newBuilder()
                        .setBlockId(piece.block().toString())
                        .setOffset(piece.offset())
                        .setLengthBytes(piece.length())));
        return chunk.build();
    }

    static ChunkOffer offer(KeyStream stream) {
        return ChunkOffer.newBuilder()
                .setKeyStreamId(stream.getHere().getKeyStreamId())
                .setSession(StreamTable.session(stream))
                .setAppId(stream.getAppId())
                .addAllChunks(stream.getOfferedList())
                .build();
    }

    /** The other end has answered: what it took may be handed out, what it refused is burnt. */
    static void settle(BlockTable blocks, KeyStream offering, ChunksTaken answer) {
        var kept = StreamTable.find(blocks, StreamTable.id(offering));
        if (kept.isEmpty()
                || StreamTable.session(kept.get()) != StreamTable.session(offering)
                || !kept.get().getOfferedList().equals(offering.getOfferedList())) {
            return;
        }
        var stream = kept.get();
        for (long refused : answer.getRefusedList()) {
            Chunks.burn(blocks, stream, refused, Account.Cause.MISMATCH);
        }
        StreamTable.save(
                blocks,
                stream.toBuilder()
                        .setReady(stream.getReady() + stream.getOfferedCount())
                        .clearOffered()
                        .setRemotePosition(Math.max(stream.getRemotePosition(), answer.getPosition()))
                        .build());
    }

    /** At the other end: takes the bytes of the chunks it has not taken yet. */
    static ChunksTaken take(BlockTable blocks, KeyStream stream, ChunkOffer offer) {
        long ready = stream.getReady();
        var refused = new HashSet<>(stream.getRefusedList());
        var names = new HashSet<Long>();
        for (var chunk : offer.getChunksList()) {
            names.add(chunk.getSequence());
            if (chunk.getSequence() < ready) {
                continue;
            }
            if (!take(blocks, stream, offer.getAppId(), chunk)) {
                refused.add(chunk.getSequence());
            }
            ready = chunk.getSequence() + 1;
        }
        refused.retainAll(names);
        StreamTable.save(
                blocks,
                stream.toBuilder()
                        .setReady(ready)
                        .setAppId(offer.getAppId())
                        .clearRefused()
                        .addAllRefused(refused)
                        .build());
        return ChunksTaken.newBuilder()
                .addAllRefused(refused)
                .setPosition(stream.getPosition())
                .build();
    }

    private static boolean take(BlockTable blocks, KeyStream stream, String app, Chunk chunk) {
        long bytes =
                chunk.getPiecesList().stream().mapToLong(Piece::getLengthBytes).sum();
        boolean isWhole = chunk.getPiecesList().stream().allMatch(piece -> piece.getLengthBytes() > 0)
                && bytes == stream.getHere().getKeyChunkSize();
        if (!isWhole) {
            return false;
        }
        var pieces = chunk.getPiecesList().stream()
                .map(piece -> new BlockPieces.Piece(
                        UUID.fromString(piece.getBlockId()), piece.getOffset(), piece.getLengthBytes()))
                .toList();
        var taken = BlockPieces.take(
                blocks, StoreId.application(app), pieces, purpose(stream, chunk.getSequence()), chunk.getCheck());
        if (taken.isEmpty()) {
            return false;
        }
        try (var cut = taken.get()) {
            Chunks.insert(blocks, stream, chunk.getSequence(), cut);
            return true;
        }
    }

    /** So that bytes cut for one chunk are never taken for another. */
    private static byte[] purpose(KeyStream stream, long sequence) {
        var id = stream.getHere().getKeyStreamId().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(id.length + 2 * Long.BYTES)
                .put(id)
                .putLong(StreamTable.session(stream))
                .putLong(sequence)
                .array();
    }
}
