package org.qkdn.datastore.mend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How operators met it: elections and replication are OpenDaylight's own here. */
class ThreeMembersTest {
    @TempDir
    private Path folder;

    @Test
    void aLeaderThatWasLeftAloneComesBackAndGoesOn() throws Exception {
        var expected = Stream.of(words("by-all", 5), words("together", 3), words("at-the-end", 1))
                .flatMap(each -> each)
                .toList();
        assertEquals(expected, DatastoreClasses.mended().play(ThreeMembers.class, "leaderLeftAlone", folder));
    }

    @Test
    void asBuiltALeaderThatWasLeftAloneCannotReadItsJournal() {
        var failure = assertThrows(IOException.class, () -> DatastoreClasses.asBuilt()
                .play(ThreeMembers.class, "leaderLeftAlone", folder));
        assertTrue(failure.getMessage().startsWith("Failed to append entry"), failure.getMessage());
        assertTrue(failure.getMessage().contains("together-0"), failure.getMessage());
    }

    private static Stream<String> words(String word, int times) {
        return IntStream.range(0, times).mapToObj(i -> word + "-" + i);
    }
}
