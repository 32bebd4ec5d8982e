package org.qkdn.lkms.supply;

import java.io.IOException;
import java.util.UUID;
import org.qkdn.lkms.store.KeyBytes;
import org.qkdn.lkms.supply.StreamConnection.Opened;

/** One end of one key stream at a module, on a connection of its own. */
final class KeyStream implements AutoCloseable {
    private static final int LARGEST_CHUNK = 4096;

    private final StreamConnection connection;
    private final UUID id;
    private final int chunkBytes;
    private final String peer;

    private KeyStream(StreamConnection connection, UUID id, int chunkBytes, String peer) {
        this.connection = connection;
        this.id = id;
        this.chunkBytes = chunkBytes;
        this.peer = peer;
    }

    /** Opens a stream of this id, or one whose id the module chooses; takes over the connection, also where it fails. */
    static KeyStream open(
            StreamConnection connection, String source, String destination, String peer, int chunkBytes, UUID wanted)
            throws IOException {
        try {
            var opened = connection.openConnect(source, destination, chunkBytes, wanted);
            if (opened.status() == StreamConnection.IN_USE) {
                // it is we who were connected before and do not know of it any more
                var ignored = connection.closeStream(wanted);
                opened = connection.openConnect(source, destination, chunkBytes, wanted);
            }
            if (opened.status() == StreamConnection.OTHER_QOS && isUsable(opened)) {
                opened = connection.openConnect(source, destination, opened.chunkBytes(), wanted);
            }
            boolean isOpen = opened.status() == StreamConnection.SUCCESSFUL
                    || opened.status() == StreamConnection.PEER_NOT_CONNECTED;
            if (!isOpen) {
                throw new IOException("answers OPEN_CONNECT with status " + opened.status());
            }
            if (!isUsable(opened)) {
                throw new IOException("wants chunks of " + opened.chunkBytes() + " bytes");
            }
            if (opened.stream().equals(StreamConnection.NO_STREAM)) {
                throw new IOException("gives no Key_stream_ID");
            }
            return new KeyStream(connection, opened.stream(), opened.chunkBytes(), peer);
        } catch (IOException e) {
            connection.close();
            throw e;
        }
    }

    private static boolean isUsable(Opened opened) {
        return opened.chunkBytes() > 0 && opened.chunkBytes() <= LARGEST_CHUNK;
    }

    UUID id() {
        return id;
    }

    String peer() {
        return peer;
    }

    int chunkBytes() {
        return chunkBytes;
    }

    /** Outcome of asking for a chunk. */
    sealed interface Chunk {
        /** The caller closes the key. */
        record Key(long index, KeyBytes key) implements Chunk {}

        record NoneNow() implements Chunk {}

        record PeerMissing() implements Chunk {}
    }

    /** Throws where the stream is of no use any more. */
    Chunk chunk(long index) throws IOException {
        var got = connection.getKey(id, index);
        if (got.status() == StreamConnection.SUCCESSFUL && got.key().length() == chunkBytes) {
            return new Chunk.Key(got.index(), got.key());
        }
        got.key().close();
        return switch (got.status()) {
            case StreamConnection.SUCCESSFUL ->
                throw new IOException("gives a chunk of " + got.key().length() + " bytes, not " + chunkBytes);
            case StreamConnection.NOT_ENOUGH_KEY, StreamConnection.TIMED_OUT -> new Chunk.NoneNow();
            case StreamConnection.PEER_NOT_YET_CONNECTED -> new Chunk.PeerMissing();
            default -> throw new IOException("answers GET_KEY with status " + got.status());
        };
    }

    /** Tells the module, if it listens. */
    @Override
    public void close() {
        try {
            var ignored = connection.closeStream(id);
        } catch (IOException e) {
            // whoever does not answer has no stream any more
        } finally {
            connection.close();
        }
    }
}
