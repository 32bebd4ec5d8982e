package org.qkdn.node.audit;

import com.fasterxml.jackson.core.JsonFactory;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The log on disk: {@code audit.log}, one entry a line, and what was full before, {@code audit-<number>.log} by the number of
 * its last entry; {@code audit.key}, the key of the next entry; and {@code audit-verify.key}, the first key, which the
 * operator takes away from the machine. Used by one thread.
 */
final class AuditFile implements AutoCloseable {
    static final String LOG = "audit.log";
    static final String KEY = "audit.key";
    static final String VERIFY_KEY = "audit-verify.key";

    /** Bytes after which a file is full. */
    private static final long FULL = 64L << 20;

    private static final JsonFactory JSON = new JsonFactory();

    private final Path folder;
    private final FileChannel keyFile;
    private final AuditKey key;
    private FileChannel log;

    private AuditFile(Path folder, FileChannel log, FileChannel keyFile, AuditKey key) {
        this.folder = folder;
        this.log = log;
        this.keyFile = keyFile;
        this.key = key;
    }

    static AuditFile open(Path folder) throws IOException {
        Files.createDirectories(folder);
        var logPath = folder.resolve(LOG);
        var keyPath = folder.resolve(KEY);
        if (!Files.exists(keyPath)) {
            begin(folder, logPath, keyPath);
        }
        var key = storedKey(keyPath);
        if (!Files.exists(logPath) && Files.exists(full(folder, key.number() - 1))) {
            create(logPath, "");
        }
        long end = catchUp(logPath, key);
        var log = FileChannel.open(logPath, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
        log.truncate(end);
        log.position(end);
        var file = new AuditFile(folder, log, FileChannel.open(keyPath, StandardOpenOption.WRITE), key);
        file.storeKey();
        return file;
    }

    private static void begin(Path folder, Path logPath, Path keyPath) throws IOException {
        if (Files.exists(logPath)) {
            throw new IOException(keyPath + " is missing beside " + logPath
                    + ": somebody removed it. Check the log with the verification key, keep it, and move it away");
        }
        var first = new byte[AuditKey.LENGTH];
        new SecureRandom().nextBytes(first);
        create(folder.resolve(VERIFY_KEY), HexFormat.of().formatHex(first) + "\n");
        create(logPath, "");
        create(keyPath, line(new AuditKey(1, first)));
    }

    private static void create(Path file, String content) throws IOException {
        var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (var channel = Files.newByteChannel(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE),
                owner)) {
            channel.write(ByteBuffer.wrap(content.getBytes(StandardCharsets.US_ASCII)));
            ((FileChannel) channel).force(true);
        }
    }

    private static AuditKey storedKey(Path keyPath) throws IOException {
        try {
            var fields = Files.readString(keyPath).strip().split(" ");
            return new AuditKey(Long.parseLong(fields[0]), HexFormat.of().parseHex(fields[1]));
        } catch (RuntimeException e) {
            throw new IOException(keyPath + " is damaged: check the log beside it with the verification key, keep both,"
                    + " and move them away to begin a new log");
        }
    }

    /** The key may be behind by what was written just before a crash; nothing else may be there. Returns the end. */
    private static long catchUp(Path logPath, AuditKey key) throws IOException {
        long end = 0;
        long size = Files.size(logPath);
        long last = 0;
        try (var lines = Files.newBufferedReader(logPath)) {
            for (var text = lines.readLine(); text != null; text = lines.readLine()) {
                long length = text.getBytes(StandardCharsets.UTF_8).length + 1L;
                var entry = AuditEntry.parse(text);
                if (end + length > size) {
                    break; // cut short by a crash: it was never acknowledged
                }
                boolean mine = entry.isPresent() && entry.get().number() == key.number();
                if (mine && key.sealed(entry.get().text(), entry.get().seal())) {
                    key.next();
                } else if (mine || entry.isEmpty() || entry.get().number() > key.number()) {
                    throw tampered(logPath, "was altered at or before entry " + key.number());
                }
                last = entry.get().number();
                end += length;
            }
        }
        if (last != key.number() - 1
                && !(end == 0
                        && full(logPath.getParent(), key.number() - 1).toFile().exists())) {
            throw tampered(logPath, "ends with entry " + last + " instead of " + (key.number() - 1));
        }
        return end;
    }

    private static IOException tampered(Path logPath, String how) {
        return new IOException(logPath + " " + how + ": somebody tampered with it. Check it with the verification key,"
                + " keep it, and move it and " + KEY + " away to begin a new log");
    }

    private static Path full(Path folder, long lastEntry) {
        return folder.resolve("audit-%020d.log".formatted(lastEntry));
    }

    /** The files of the log, the oldest first. */
    static List<Path> logs(Path folder) throws IOException {
        var logs = new ArrayList<Path>();
        try (var full = Files.newDirectoryStream(folder, "audit-*.log")) {
            full.forEach(logs::add);
        } catch (NotDirectoryException | NoSuchFileException e) {
            throw new IOException(folder + " is no folder: name the one that holds the audit.log", e);
        }
        logs.sort(null);
        if (Files.exists(folder.resolve(LOG))) {
            logs.add(folder.resolve(LOG));
        }
        if (logs.isEmpty()) {
            throw new IOException(folder + " holds no audit.log: name the folder of one");
        }
        return logs;
    }

    void append(Instant at, String event, Map<String, String> facts) throws IOException {
        var text = text(key.number(), at, event, facts);
        var line = AuditEntry.line(text, key.seal(text)).getBytes(StandardCharsets.UTF_8);
        for (var bytes = ByteBuffer.wrap(line); bytes.hasRemaining(); ) {
            log.write(bytes);
        }
        log.force(false);
        key.next();
        storeKey();
        if (log.position() > FULL) {
            log.close();
            Files.move(folder.resolve(LOG), full(folder, key.number() - 1));
            log = FileChannel.open(folder.resolve(LOG), StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        }
    }

    /** Not forced: where it lags behind the log, {@link #catchUp} mends it. */
    private void storeKey() throws IOException {
        keyFile.write(ByteBuffer.wrap(line(key).getBytes(StandardCharsets.US_ASCII)), 0);
    }

    private static String line(AuditKey key) {
        return "%020d %s%n".formatted(key.number(), HexFormat.of().formatHex(key.bytes()));
    }

    private static String text(long number, Instant at, String event, Map<String, String> facts) throws IOException {
        var out = new StringWriter();
        try (var json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeNumberField("n", number);
            json.writeStringField("at", at.toString());
            json.writeStringField("event", event);
            for (var fact : facts.entrySet()) {
                json.writeStringField(fact.getKey(), fact.getValue());
            }
            json.writeEndObject();
        }
        return out.toString();
    }

    @Override
    public void close() throws IOException {
        log.close();
        keyFile.close();
    }
}
