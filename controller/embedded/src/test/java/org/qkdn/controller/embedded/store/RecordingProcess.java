package org.qkdn.controller.embedded.store;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Prints the number of the last change that it finds, then writes one after the other and prints each number once it is
 * on disk, until it is killed. A journal is folded after a few changes, so that a kill meets every step of it. What is
 * refused is printed too, and not tried again.
 */
final class RecordingProcess {
    static final long SHORTEST_JOURNAL = 8 << 10;

    private RecordingProcess() {}

    public static void main(String[] arguments) {
        var changes = new NumberedChanges();
        try (var folder = StateFolder.open(Path.of(arguments[0]));
                var history = History.open(folder, SHORTEST_JOURNAL, changes, changes::state)) {
            System.out.println(changes.last());
            while (true) {
                var change = changes.next();
                history.append(change);
                changes.change(change);
                System.out.println(changes.last());
                history.foldIfLong(() -> {
                    var state = changes.state();
                    return () -> state;
                });
            }
        } catch (IOException | RuntimeException e) {
            System.out.println("refused: " + e.getMessage());
        }
    }
}
