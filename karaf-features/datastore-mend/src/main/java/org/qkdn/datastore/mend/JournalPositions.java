package org.qkdn.datastore.mend;

import java.io.IOException;
import org.opendaylight.controller.cluster.raft.ReplicatedLog;
import org.opendaylight.controller.cluster.raft.persisted.Snapshot;
import org.opendaylight.controller.cluster.raft.spi.EntryJournal;

/**
 * Where entries of the log are in the journal on disk: what the mended classes call. The journal numbers what is stored, and
 * never takes a number again; the log knows the number of its first entry, and computes all others from it. So whatever empties
 * the log has to tell it the number that the next entry will be stored under.
 */
public final class JournalPositions {
    private JournalPositions() {}

    /** Of the last entry that is stored, applied or not: a snapshot of the leader replaces them all. */
    public static long last(ReplicatedLog log) {
        return log.firstJournalIndex() + log.size() - 1;
    }

    /** Empties the log for a snapshot of the leader. */
    public static void reset(ReplicatedLog log, Snapshot snapshot) {
        long next = last(log) + 1;
        log.resetToSnapshot(snapshot);
        log.setFirstJournalIndex(next);
    }

    /** Discards the head of the journal while the log is made from it: entries that a snapshot covers come before all others. */
    public static void discardHead(EntryJournal journal, long firstRetained, ReplicatedLog log) throws IOException {
        journal.discardHead(firstRetained);
        if (log.size() == 0) {
            log.setFirstJournalIndex(firstRetained);
        }
    }
}
