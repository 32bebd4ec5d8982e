package org.qkdn.lkms.supply;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.qkdn.lkms.store.KeyBytes;

/**
 * A module that serves key streams (ETSI GS QKD 004), of which this LKMS is an application. Each end opens a stream of its
 * own, from which it alone takes, and invites the other into it; the other reads there what is announced. A key's id is
 * {@code <Key_stream_ID>:<index>}. A stream is never continued by a new process or after a fault: what was read of it and
 * not used is lost, so that no chunk can be used twice.
 */
final class StreamedKeys implements KeySource {
    private static final Pattern KEY_ID = Pattern.compile("([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):[0-9]{1,10}");

    /** In the place of an index: nothing but come in. */
    private static final String OPEN = ":open";

    private static final long INDEXES = 1L << 32;

    private final String name;
    private final String self;
    private final int chunkBytes;
    private final Connector connector;
    private final ReentrantLock ownLock = new ReentrantLock();
    private final ReentrantLock theirLock = new ReentrantLock();
    private final Map<String, KeyBytes> waiting = new LinkedHashMap<>();
    private volatile Optional<KeyStream> own = Optional.empty();
    private Optional<KeyStream> theirs = Optional.empty();
    private long next;
    private boolean joined;

    /** Makes connections to the module. */
    @FunctionalInterface
    interface Connector {
        StreamConnection connect() throws IOException;
    }

    /** For the LKMS of this name, as application of the module. */
    StreamedKeys(String name, String self, int chunkBytes, Connector connector) {
        this.name = name;
        this.self = self;
        this.chunkBytes = chunkBytes;
        this.connector = connector;
    }

    @Override
    public String name() {
        return name;
    }

    /** A stream's chunks are asked for one behind the other. */
    @Override
    public boolean isInOrder() {
        return true;
    }

    @Override
    public List<String> invitation(String peer) throws RefusedException {
        ownLock.lock();
        try {
            if (own.isPresent() && !own.get().peer().equals(peer)) {
                leaveOwn();
            }
            if (own.isEmpty()) {
                own = Optional.of(KeyStream.open(
                        connector.connect(), uri(self), uri(peer), peer, chunkBytes, StreamConnection.NO_STREAM));
                next = 0;
                joined = false;
            }
            return joined ? List.of() : List.of(own.get().id() + OPEN);
        } catch (IOException e) {
            throw refused(e);
        } finally {
            ownLock.unlock();
        }
    }

    @Override
    public KeyContainer take(String peer, Wanted wanted) throws RefusedException {
        ownLock.lock();
        try {
            var stream = own.filter(open -> open.peer().equals(peer))
                    .orElseThrow(() -> new RefusedException("module " + name + " has no open key stream"));
            int most = wanted.most(stream.chunkBytes());
            boolean more = true;
            while (more && waiting.size() < most) {
                more = read(stream);
            }
            if (waiting.size() < wanted.least(stream.chunkBytes())) {
                throw new RefusedException("the key stream of module " + name + " has only " + waiting.size()
                        + " chunks of " + 8 * stream.chunkBytes() + " bit ready");
            }
            var keys = KeyContainer.of(waiting);
            waiting.clear();
            return keys;
        } catch (RefusedException e) {
            throw e;
        } catch (IOException e) {
            leaveOwn();
            throw refused(e);
        } finally {
            ownLock.unlock();
        }
    }

    /** The next chunk; false where there is none now. */
    private boolean read(KeyStream stream) throws IOException {
        return switch (stream.chunk(next)) {
            case KeyStream.Chunk.Key(long index, KeyBytes key) -> {
                joined = true;
                if (index < next || index == INDEXES - 1) {
                    key.close();
                    throw new IOException("gives chunk " + index + " after chunk " + (next - 1));
                }
                waiting.put(stream.id() + ":" + index, key);
                next = index + 1;
                yield true;
            }
            case KeyStream.Chunk.NoneNow none -> {
                joined = true;
                yield false;
            }
            case KeyStream.Chunk.PeerMissing missing -> {
                joined = false;
                yield false;
            }
        };
    }

    @Override
    public void accept(String peer, List<String> ids) throws RefusedException {
        theirLock.lock();
        try {
            // as the id of any chunk of the stream
            var ignored = join(
                    peer,
                    streamOf(ids.stream().map(id -> id.replace(OPEN, ":0")).toList()));
        } catch (IOException e) {
            throw refused(e);
        } finally {
            theirLock.unlock();
        }
    }

    /** Also where nobody invited: this process may be a new one, and the stream older. */
    private KeyStream join(String peer, UUID id) throws IOException {
        if (own.isPresent() && own.get().id().equals(id)) {
            throw new RefusedException("key stream " + id + " is this end's own");
        }
        var open =
                theirs.filter(stream -> stream.id().equals(id) && stream.peer().equals(peer));
        if (open.isEmpty()) {
            leaveTheirs();
            open = Optional.of(KeyStream.open(connector.connect(), uri(peer), uri(self), peer, chunkBytes, id));
            theirs = open;
        }
        return open.get();
    }

    @Override
    public KeyContainer find(String peer, List<String> ids) throws RefusedException {
        var keys = new LinkedHashMap<String, KeyBytes>();
        theirLock.lock();
        try {
            var stream = join(peer, streamOf(ids));
            for (var id : ids) {
                keys.put(id, chunk(stream, id));
            }
            return KeyContainer.of(keys);
        } catch (IOException e) {
            keys.values().forEach(KeyBytes::close);
            leaveTheirs();
            throw refused(e);
        } finally {
            theirLock.unlock();
        }
    }

    private static KeyBytes chunk(KeyStream stream, String id) throws IOException {
        long index = Long.parseLong(id.substring(id.indexOf(':') + 1));
        return switch (stream.chunk(index)) {
            case KeyStream.Chunk.Key(long got, KeyBytes key) when got == index -> key;
            case KeyStream.Chunk.Key(long got, KeyBytes key) -> {
                key.close();
                throw new IOException("gives chunk " + got + " for chunk " + index);
            }
            case KeyStream.Chunk.NoneNow none -> throw new IOException("does not have chunk " + index);
            case KeyStream.Chunk.PeerMissing missing -> throw new IOException("says that the other end has left");
        };
    }

    /** Of ids that are all of one stream. */
    private UUID streamOf(List<String> ids) throws RefusedException {
        Optional<UUID> stream = Optional.empty();
        for (var id : ids) {
            var match = KEY_ID.matcher(id);
            if (!match.matches() || !id.startsWith(stream.map(UUID::toString).orElse(""))) {
                throw new RefusedException(
                        "module " + name + " has key streams, and '" + id + "' is no id of a chunk of" + " the same");
            }
            stream = Optional.of(UUID.fromString(match.group(1)));
        }
        return stream.orElseThrow();
    }

    private RefusedException refused(IOException e) {
        return e instanceof RefusedException already
                ? already
                : new RefusedException("module " + name + " " + reason(e), e);
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? "ends the connection" : e.getMessage();
    }

    private static String uri(String lkms) {
        return "qkd://" + lkms;
    }

    private void leaveOwn() {
        waiting.values().forEach(KeyBytes::close);
        waiting.clear();
        own.ifPresent(KeyStream::close);
        own = Optional.empty();
    }

    private void leaveTheirs() {
        theirs.ifPresent(KeyStream::close);
        theirs = Optional.empty();
    }

    @Override
    public void close() {
        ownLock.lock();
        try {
            leaveOwn();
        } finally {
            ownLock.unlock();
        }
        theirLock.lock();
        try {
            leaveTheirs();
        } finally {
            theirLock.unlock();
        }
    }
}
