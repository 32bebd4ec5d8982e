package org.qkdn.controller.plane.paths;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.qkdn.controller.core.engine.NetworkState;
import org.qkdn.controller.core.exposure.PathChange;
import org.qkdn.controller.core.exposure.PathHistory;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.mdsal.PathWatch;
import org.qkdn.controller.plane.journal.CorruptStateException;
import org.qkdn.controller.plane.journal.Journal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The {@link PathHistory} on disk: {@code paths.journal} in the state folder. A change is there before any node is told of it.
 * While it cannot be written the network goes on, the changes wait in memory, and answers say so.
 */
public final class PathRecord implements PathWatch, Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(PathRecord.class);

    private static final String NAME = "paths.journal";
    private static final Duration RETENTION = Duration.ofDays(400);
    /** Of paths that ended, kept; some 30 MB. */
    private static final int MOST_ENDED = 100_000;
    /** The file is made anew when it has grown by so much, and is twice as long as it was. */
    private static final long SLACK_BYTES = 4L << 20;

    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final String REMEDY =
            "restore it from a backup, or move this file away: the record of paths then begins"
                    + " anew, and reports say since when it is";

    private final Path file;
    private final InstantSource clock;
    private final PathHistory history;
    private final List<PathChange> unwritten = new ArrayList<>();
    private Journal journal;
    private long lengthWhenNew;
    private Optional<Instant> failedAt = Optional.empty();
    private String failure = "";

    private PathRecord(Path file, InstantSource clock, PathHistory history) throws IOException {
        this.file = file;
        this.clock = clock;
        this.history = history;
        journal = renew();
    }

    /**
     * Opens or begins it. The folder is this process's own.
     *
     * @throws CorruptStateException if the file is damaged
     */
    public static PathRecord open(Path folder, InstantSource clock) throws IOException {
        Path file = folder.resolve(NAME);
        PathHistory history = new PathHistory(clock.instant());
        if (Files.exists(file)) {
            try {
                for (byte[] payload : Journal.recover(file)) {
                    history = PathRecordCodec.replay(payload, history);
                }
            } catch (CorruptStateException e) {
                throw new CorruptStateException(file, "this is no record of paths, or it is damaged", REMEDY, e);
            }
        }
        return new PathRecord(file, clock, history);
    }

    /**
     * Begins a new one, and keeps what is there under another name: somebody else may have decided since it was written, and
     * a record with a gap must not look like one without.
     */
    public static PathRecord beginAnew(Path folder, InstantSource clock) throws IOException {
        Path file = folder.resolve(NAME);
        if (Files.exists(file)) {
            var until = clock.instant().toString().replace(':', '-');
            Files.move(file, folder.resolve("paths-until-" + until + ".journal"), StandardCopyOption.ATOMIC_MOVE);
        }
        return open(folder, clock);
    }

    @Override
    public synchronized void decided(NetworkState state, Instant now) {
        List<PathChange> changes = history.changes(state, now);
        changes.forEach(history::add);
        unwritten.addAll(changes);
        boolean due = failedAt.map(at -> !now.isBefore(at.plus(RETRY))).orElse(true);
        if (!unwritten.isEmpty() && due) {
            write(now);
        }
    }

    private void write(Instant now) {
        try {
            journal.append(PathRecordCodec.encode(unwritten));
            unwritten.clear();
            if (failedAt.isPresent()) {
                LOG.info("{} is written again", file);
            }
            failedAt = Optional.empty();
            if (journal.length() > 2 * lengthWhenNew + SLACK_BYTES) {
                journal.close();
                journal = renew();
            }
        } catch (IOException e) {
            if (failedAt.isEmpty()) {
                LOG.error("the record of paths is not written, exposure reports would lack it after a crash", e);
            }
            failedAt = Optional.of(now);
            failure = String.valueOf(e.getMessage());
        }
    }

    /** A file with all that is to be kept, in place of the one before at once. */
    private Journal renew() throws IOException {
        history.forget(clock.instant(), RETENTION, MOST_ENDED);
        Path next = file.resolveSibling("paths.next");
        Journal.create(next);
        try (Journal whole = Journal.openForAppend(next)) {
            whole.append(PathRecordCodec.encode(history));
            lengthWhenNew = whole.length();
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Journal.forceFolder(file.toAbsolutePath().getParent());
        return Journal.openForAppend(file);
    }

    @Override
    public synchronized Recorded of(NodeName node, Instant begin, Instant end) {
        return new Recorded(
                history.of(node, begin, end),
                history.since(),
                unwritten.isEmpty()
                        ? Optional.empty()
                        : Optional.of("the newest " + unwritten.size() + " changes are not on disk: " + failure));
    }

    @Override
    public synchronized void close() throws IOException {
        if (!unwritten.isEmpty()) {
            write(clock.instant());
        }
        journal.close();
    }
}
