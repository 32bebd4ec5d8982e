package org.qkdn.lkms.api004.stream;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.qkdn.lkms.store.BlockTable;
import org.qkdn.node.v1.KeyStream;
import org.qkdn.node.v1.StreamEnd;

/** This node's ends of key streams as they are on disk, within one transaction. */
final class StreamTable {
    private static final String PREFIX = "key-stream/";

    private StreamTable() {}

    static Optional<KeyStream> find(BlockTable blocks, UUID id) {
        return read(blocks, PREFIX + id);
    }

    static List<KeyStream> all(BlockTable blocks) {
        var streams = new ArrayList<KeyStream>();
        for (var name : blocks.settingNames(PREFIX)) {
            read(blocks, name).ifPresent(streams::add);
        }
        return streams;
    }

    static int count(BlockTable blocks) {
        return blocks.settingNames(PREFIX).size();
    }

    static void save(BlockTable blocks, KeyStream stream) {
        blocks.set(PREFIX + id(stream), stream.toByteArray());
    }

    /** With all its chunks. */
    static void forget(BlockTable blocks, KeyStream stream) {
        Chunks.burnAll(blocks, stream);
        blocks.unset(PREFIX + id(stream));
    }

    static UUID id(KeyStream stream) {
        return UUID.fromString(stream.getHere().getKeyStreamId());
    }

    /** True where chunks may flow: both ends are open, for each other and for chunks of one size. */
    static boolean isConnected(KeyStream stream) {
        var here = stream.getHere();
        var there = stream.getThere();
        return here.getState() == StreamEnd.State.OPEN
                && there.getState() == StreamEnd.State.OPEN
                && here.getKeyChunkSize() == there.getKeyChunkSize();
    }

    /** Names the run of chunks: drawn by the owner whenever its SAE opens the stream. */
    static long session(KeyStream stream) {
        return stream.getOwner()
                ? stream.getHere().getIncarnation()
                : stream.getThere().getIncarnation();
    }

    private static Optional<KeyStream> read(BlockTable blocks, String name) {
        var kept = blocks.setting(name);
        try {
            return kept.isPresent() ? Optional.of(KeyStream.parseFrom(kept.get())) : Optional.empty();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("keys.db holds a key stream that cannot be read: " + name, e);
        }
    }
}
