package org.qkdn.datastore.mend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Version;

/** It mends what it knows, and nothing else. */
class MendingTest {
    private static final String RAFT = "org.opendaylight.controller.cluster.raft.";

    @ParameterizedTest
    @ValueSource(strings = {"SnapshotManager", "JournalRecovery"})
    void knowsBothReleases(String name) throws IOException {
        var original = DatastoreClasses.bytesOf(RAFT + name);
        assertArrayEquals(
                MendingHook.mended(new Version(12, 0, 3), RAFT + name, original),
                MendingHook.mended(new Version(12, 0, 4), RAFT + name, original));
    }

    @ParameterizedTest
    @ValueSource(strings = {"12.0.2", "12.0.5", "13.0.0"})
    void refusesAnotherRelease(String version) throws IOException {
        var original = DatastoreClasses.bytesOf(RAFT + "SnapshotManager");
        var refusal = assertThrows(
                IllegalArgumentException.class,
                () -> MendingHook.mended(Version.valueOf(version), RAFT + "SnapshotManager", original));
        assertTrue(refusal.getMessage().contains("new release"), refusal.getMessage());
    }

    @Test
    void refusesAClassThatIsMendedAlready() throws IOException {
        var mended = Mending.of(RAFT + "SnapshotManager", DatastoreClasses.bytesOf(RAFT + "SnapshotManager"));
        var refusal = assertThrows(IllegalArgumentException.class, () -> Mending.of(RAFT + "SnapshotManager", mended));
        assertEquals(
                "call of lastAppliedJournalIndex in SnapshotManager.applyFromLeader: found 0 times instead of once",
                refusal.getMessage());
    }

    @Test
    void refusesAClassWithoutTheCalls() throws IOException {
        var another = DatastoreClasses.bytesOf(RAFT + "RecoveryLog");
        assertThrows(IllegalArgumentException.class, () -> Mending.of(RAFT + "JournalRecovery", another));
    }

    @Test
    void leavesAllOtherClassesAlone() {
        assertEquals(List.of(), Redirection.in(RAFT + "RaftActor"));
        assertEquals(List.of(), Redirection.in(RAFT + "SnapshotManager$Capture"));
    }
}
