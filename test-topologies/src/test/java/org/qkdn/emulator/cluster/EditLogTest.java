package org.qkdn.emulator.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EditLogTest {
    @TempDir
    private Path folder;

    private Path log;
    private EditLog edits;

    @BeforeEach
    void start() throws IOException {
        log = folder.resolve("network.log");
        Files.writeString(log, "");
        changed(3, 14_800);
        edits = EditLog.fromNow(log);
    }

    @Test
    void countsWhatOldAndNewSessionsHaveChangedSince() throws IOException {
        changed(3, 14_800);
        changed(3, 14_820);
        up(4, 14_800);
        changed(4, 14_800);
        assertEquals(2, edits.byOld());
        assertEquals(1, edits.byNew());
        assertEquals(List.of(), edits.late());
    }

    @Test
    void tellsOldSessionsThatGoOnOnceANewOneHasBegun() throws IOException {
        up(4, 14_800);
        changed(3, 14_800);
        changed(4, 14_800);
        // another agent numbers its sessions by itself
        changed(4, 14_820);
        assertEquals(List.of("14820#4"), edits.late());
    }

    private void up(int session, int port) throws IOException {
        tell(session, "is up", port);
    }

    private void changed(int session, int port) throws IOException {
        tell(session, "has changed running", port);
    }

    private void tell(int session, String what, int port) throws IOException {
        Files.writeString(
                log,
                "23:40:40.664 INFO  o.q.n.s.ServerSession Session " + session + " of controller from 127.0.0.1 " + what
                        + " at /127.0.0.1:" + port + "\n",
                StandardOpenOption.APPEND);
    }
}
