package org.qkdn.datastore.mend;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Props;
import org.opendaylight.controller.cluster.raft.messages.AppendEntries;
import org.opendaylight.controller.cluster.raft.messages.InstallSnapshot;
import org.opendaylight.controller.cluster.raft.persisted.SimpleReplicatedLogEntry;
import org.opendaylight.controller.cluster.raft.spi.LogEntry;

/** One replica, and in place of its leaders this class: what it is told is the same each time, and in the same order. */
public final class Follower implements AutoCloseable {
    private static final String NAME = "follower";
    private static final Map<String, String> LEADERS = Map.of("one", "", "two", "", "three", "");
    /** So that it never stands for election. */
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Stage stage;
    private final BlockingQueue<Object> replies = new LinkedBlockingQueue<>();
    private final ActorRef leader;

    private Follower(Path folder) {
        stage = new Stage(folder, LONG);
        leader = stage.system().actorOf(Props.create(Ear.class, replies));
    }

    /** A leader's snapshot replaces entries that were never committed: the old leader's own, for instance. */
    public static List<String> staleTail(Path folder) throws Exception {
        return snapshotAt(7, folder);
    }

    /** A leader's snapshot replaces a log that has nothing but what was committed and applied. */
    public static List<String> caughtUp(Path folder) throws Exception {
        return snapshotAt(10, folder);
    }

    /** The first leader stores ten entries; the second one has as many of them as are committed, and one of its own. */
    private static List<String> snapshotAt(int committed, Path folder) throws Exception {
        try (var follower = new Follower(folder)) {
            follower.start();
            follower.append(1, "one", -1, -1, entries(0, 10, 1), committed - 1);
            var snapshot = Stream.concat(words(0, committed, 1), words(committed, committed + 1, 2))
                    .toList();
            follower.install(2, "two", snapshot);
            follower.append(2, "two", committed, 2, entries(committed + 1, committed + 4, 2), committed + 3);
            follower.untilIt("has all", committed + 4);
            follower.stage.stop(NAME);
            return follower.start();
        }
    }

    /** A third leader replaces the last of the entries that came after a snapshot. */
    public static List<String> conflict(Path folder) throws Exception {
        try (var follower = new Follower(folder)) {
            follower.start();
            follower.append(1, "one", -1, -1, entries(0, 10, 1), 9);
            follower.install(2, "two", words(0, 21, 2).toList());
            follower.append(2, "two", 20, 2, entries(21, 41, 2), 34);
            follower.untilIt("has what is committed", 35);
            follower.append(3, "three", 36, 2, entries(37, 38, 3), 37);
            follower.untilIt("has the third leader's", 38);
            follower.stage.stop(NAME);
            follower.start();
            follower.append(3, "three", 37, 3, entries(38, 40, 3), 39);
            follower.untilIt("goes on", 40);
            return follower.stage.words(NAME);
        }
    }

    /** It ends when a leader's snapshot is on disk and the journal still has the entries that the snapshot covers. */
    public static List<String> endBeforeTheCut(Path folder) throws Exception {
        try (var follower = new Follower(folder)) {
            follower.start();
            follower.append(1, "one", -1, -1, entries(0, 10, 1), 9);
            follower.untilIt("has all of the first leader's", 10);
            follower.stage.stop(NAME);
            var aside = Files.createDirectory(folder.resolve("aside"));
            copyJournal(folder.resolve(NAME), aside);
            follower.start();
            follower.install(2, "two", words(0, 21, 2).toList());
            follower.stage.stop(NAME);
            copyJournal(aside, folder.resolve(NAME));
            follower.start();
            follower.append(2, "two", 20, 2, entries(21, 25, 2), 24);
            follower.untilIt("has all", 25);
            follower.stage.stop(NAME);
            return follower.start();
        }
    }

    private static void copyJournal(Path from, Path to) throws IOException {
        try (var files = Files.newDirectoryStream(from, "{journal,metadata}-*")) {
            for (var file : files) {
                Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    static Stream<String> words(int from, int to, long term) {
        return IntStream.range(from, to).mapToObj(index -> "w" + index + "t" + term);
    }

    private static List<LogEntry> entries(long from, long to, long term) {
        return LongStream.range(from, to)
                .<LogEntry>mapToObj(
                        index -> new SimpleReplicatedLogEntry(index, term, new Word("w" + index + "t" + term)))
                .toList();
    }

    private List<String> start() throws Exception {
        return stage.start(NAME, LEADERS);
    }

    private void append(long term, String who, long lastIndex, long lastTerm, List<LogEntry> entries, long commit)
            throws Exception {
        tell(new AppendEntries(term, who, lastIndex, lastTerm, entries, commit, -1, (short) 5));
    }

    private void install(long term, String who, List<String> words) throws Exception {
        var bytes = new ByteArrayOutputStream();
        Words.SUPPORT.writer().writeSnapshot(new Words(words), bytes);
        tell(new InstallSnapshot(term, who, words.size() - 1, term, bytes.toByteArray(), 1, 1));
    }

    /** It answers once it has stored what it was told. */
    private void tell(Object message) throws InterruptedException {
        stage.replica(NAME).tell(message, leader);
        if (replies.poll(10, TimeUnit.SECONDS) == null) {
            throw new IllegalStateException("no answer to " + message);
        }
    }

    private void untilIt(String what, int words) throws Exception {
        Stage.until(what, () -> stage.words(NAME).size() == words);
    }

    @Override
    public void close() {
        stage.close();
    }

    /** Where answers to the leader go. */
    static final class Ear extends AbstractActor {
        private final BlockingQueue<Object> replies;

        Ear(BlockingQueue<Object> replies) {
            this.replies = replies;
        }

        @Override
        public Receive createReceive() {
            return receiveBuilder().matchAny(replies::add).build();
        }
    }
}
