package org.qkdn.lkms.store.seal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.qkdn.lkms.store.StateException;
import org.qkdn.lkms.store.log.DurableFile;

/**
 * The file of the segments' keys, wrapped by the key-encrypting key, in slots that are overwritten in place. A key that is
 * destroyed leaves its segment's number behind until the segment is dropped, so that a crash in between is told from a
 * key that was lost.
 */
public final class Epochs implements AutoCloseable {
    private static final int KEY_BYTES = 32;
    private static final byte[] CHECK = "qkdn lkms key store".getBytes(StandardCharsets.US_ASCII);

    private final Path file;
    private final KeyEncryptingKey wrapping;
    private final UUID identity;
    private final FileChannel channel;
    private final Map<Long, Integer> places = new TreeMap<>();
    private final Map<Long, EpochSlot> slots = new TreeMap<>();
    private final SecureRandom random = new SecureRandom();

    private Epochs(Path file, KeyEncryptingKey wrapping, UUID identity, FileChannel channel) {
        this.file = file;
        this.wrapping = wrapping;
        this.identity = identity;
        this.channel = channel;
    }

    public static boolean exist(Path file) {
        return Files.exists(file);
    }

    /** Makes an empty file. */
    public static void make(Path file, KeyEncryptingKey wrapping) throws IOException {
        var identity = UUID.randomUUID();
        DurableFile.create(file, EpochSlot.head(identity, wrapping.wrap(CHECK, EpochSlot.headBinding(identity))));
    }

    /** True where this key wraps the file's keys. */
    public static boolean areWrappedBy(Path file, KeyEncryptingKey key) throws IOException {
        var head = EpochSlot.readHead(file, Files.readAllBytes(file));
        var check = key.unwrap(head.wrapped(), EpochSlot.headBinding(head.identity()));
        return check.isPresent() && Arrays.equals(check.get(), CHECK);
    }

    public static Epochs open(Path file, KeyEncryptingKey wrapping) throws IOException {
        var content = Files.readAllBytes(file);
        var head = EpochSlot.readHead(file, content);
        var channel = FileChannel.open(file, StandardOpenOption.WRITE);
        var epochs = new Epochs(file, wrapping, head.identity(), channel);
        for (int place = 1; (place + 1) * EpochSlot.LENGTH <= content.length; place++) {
            var slot = EpochSlot.read(content, place);
            if (slot.isPresent()) {
                epochs.places.put(slot.get().segment(), place);
                epochs.slots.put(slot.get().segment(), slot.get());
            }
        }
        return epochs;
    }

    /**
     * Writes a copy of the file, its keys wrapped by another key. {@link DurableFile#replace} puts it in the place of the
     * file.
     */
    public static void rewrap(Path file, KeyEncryptingKey from, KeyEncryptingKey to, Path copy) throws IOException {
        try (var epochs = open(file, from)) {
            var out = ByteBuffer.allocate((epochs.slots.size() + 1) * EpochSlot.LENGTH);
            out.put(EpochSlot.head(epochs.identity, to.wrap(CHECK, EpochSlot.headBinding(epochs.identity))));
            for (var slot : epochs.slots.values()) {
                out.put(epochs.rewrapped(slot, to).bytes());
            }
            DurableFile.destroy(copy);
            DurableFile.create(copy, out.array());
        }
    }

    private EpochSlot rewrapped(EpochSlot slot, KeyEncryptingKey to) throws StateException {
        if (slot.isDestroyed()) {
            return slot;
        }
        var key = unwrap(slot);
        try {
            return EpochSlot.live(slot.segment(), to.wrap(key, binding(slot.segment())));
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /** Names the log that these keys belong to. */
    public UUID identity() {
        return identity;
    }

    /** Segments that have a key. */
    public synchronized Set<Long> live() {
        return slots.values().stream()
                .filter(slot -> !slot.isDestroyed())
                .map(EpochSlot::segment)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Segments whose key was destroyed and that are not known to be dropped. */
    public synchronized Set<Long> destroyed() {
        return slots.values().stream()
                .filter(EpochSlot::isDestroyed)
                .map(EpochSlot::segment)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Draws a key for a segment; it is on disk when this returns. */
    public synchronized Epoch create(long segment) throws IOException {
        var key = new byte[KEY_BYTES];
        random.nextBytes(key);
        try {
            write(EpochSlot.live(segment, wrapping.wrap(key, binding(segment))), freePlace());
            channel.force(true);
            return new Epoch(key, binding(segment));
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    public synchronized Epoch of(long segment) throws StateException {
        var slot = Optional.ofNullable(slots.get(segment))
                .orElseThrow(() -> new StateException(file + " has no key for segment " + segment));
        var key = unwrap(slot);
        try {
            return new Epoch(key, binding(segment));
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private byte[] unwrap(EpochSlot slot) throws StateException {
        return wrapping.unwrap(slot.wrapped(), binding(slot.segment()))
                .orElseThrow(() -> new StateException(file + " is corrupt: the key of segment " + slot.segment()
                        + " cannot be unwrapped by " + wrapping.name()
                        + "; move the state directory's files away to start with empty stores"));
    }

    /** Overwrites keys: what they sealed can be read by nobody any more. */
    public synchronized void destroy(Collection<Long> segments) throws IOException {
        for (long segment : segments) {
            write(EpochSlot.destroyed(segment), places.get(segment));
        }
        channel.force(false);
    }

    /** Forgets segments that are dropped. */
    public synchronized void forget(Collection<Long> segments) throws IOException {
        for (long segment : segments) {
            channel.write(ByteBuffer.allocate(EpochSlot.LENGTH), (long) EpochSlot.LENGTH * places.remove(segment));
            slots.remove(segment);
        }
        channel.force(false);
    }

    private void write(EpochSlot slot, int place) throws IOException {
        channel.write(ByteBuffer.wrap(slot.bytes()), (long) EpochSlot.LENGTH * place);
        places.put(slot.segment(), place);
        slots.put(slot.segment(), slot);
    }

    private int freePlace() {
        int place = 1;
        while (places.containsValue(place)) {
            place++;
        }
        return place;
    }

    /** A frame or key of another log, segment or format is no more than noise. */
    private byte[] binding(long segment) {
        return ByteBuffer.allocate(Integer.BYTES + 3 * Long.BYTES)
                .putInt(EpochSlot.FORMAT)
                .putLong(identity.getMostSignificantBits())
                .putLong(identity.getLeastSignificantBits())
                .putLong(segment)
                .array();
    }

    @Override
    public synchronized void close() throws IOException {
        channel.close();
        wrapping.close();
    }
}
