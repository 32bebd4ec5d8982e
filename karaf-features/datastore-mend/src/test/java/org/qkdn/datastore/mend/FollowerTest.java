package org.qkdn.datastore.mend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a follower reads from its journal after a leader's snapshot. Where the tests of the datastore as built fail,
 * OpenDaylight has mended it: delete this module then.
 */
class FollowerTest {
    private static final List<String> AFTER_A_STALE_TAIL =
            Stream.concat(Follower.words(0, 7, 1), Follower.words(7, 11, 2)).toList();
    private static final List<String> AFTER_NOTHING_STALE =
            Stream.concat(Follower.words(0, 10, 1), Follower.words(10, 14, 2)).toList();
    private static final List<String> AFTER_A_CONFLICT =
            Stream.concat(Follower.words(0, 37, 2), Follower.words(37, 40, 3)).toList();
    private static final List<String> AFTER_THE_CUT = Follower.words(0, 25, 2).toList();

    @TempDir
    private Path folder;

    @Test
    void readsItsJournalAfterASnapshotThatReplacedUncommittedEntries() throws Exception {
        assertEquals(AFTER_A_STALE_TAIL, DatastoreClasses.mended().play(Follower.class, "staleTail", folder));
    }

    @Test
    void asBuiltCannotReadItsJournalAfterASnapshotThatReplacedUncommittedEntries() {
        var failure = assertThrows(
                IOException.class, () -> DatastoreClasses.asBuilt().play(Follower.class, "staleTail", folder));
        assertTrue(failure.getMessage().startsWith("Failed to append entry"), failure.getMessage());
    }

    @Test
    void appliesAllThatWasCommittedAfterASnapshot() throws Exception {
        assertEquals(AFTER_NOTHING_STALE, DatastoreClasses.mended().play(Follower.class, "caughtUp", folder));
    }

    @Test
    void asBuiltForgetsWhatWasCommittedAfterASnapshot() throws Exception {
        assertEquals(
                AFTER_NOTHING_STALE.subList(0, 11),
                DatastoreClasses.asBuilt().play(Follower.class, "caughtUp", folder));
    }

    @Test
    void replacesTheRightEntriesWhereLeadersDifferAfterASnapshot() throws Exception {
        assertEquals(AFTER_A_CONFLICT, DatastoreClasses.mended().play(Follower.class, "conflict", folder));
    }

    @Test
    void asBuiltReplacesCommittedEntriesWhereLeadersDifferAfterASnapshot() {
        var failure = assertThrows(
                IOException.class, () -> DatastoreClasses.asBuilt().play(Follower.class, "conflict", folder));
        assertTrue(failure.getMessage().startsWith("Failed to append entry"), failure.getMessage());
    }

    @Test
    void appliesAllThatWasCommittedAfterAnEndBetweenSnapshotAndJournal() throws Exception {
        assertEquals(AFTER_THE_CUT, DatastoreClasses.mended().play(Follower.class, "endBeforeTheCut", folder));
    }

    @Test
    void asBuiltForgetsWhatWasCommittedAfterAnEndBetweenSnapshotAndJournal() throws Exception {
        assertEquals(
                AFTER_THE_CUT.subList(0, 21),
                DatastoreClasses.asBuilt().play(Follower.class, "endBeforeTheCut", folder));
    }
}
