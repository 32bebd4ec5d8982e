package org.qkdn.lkms.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.lkms.store.seal.Pkcs12Source;

/** Random histories, cut short at any moment: what was acknowledged is there, what was used does not come back. */
class StoreHistoriesTest {
    @TempDir
    Path directory;

    private static StoreSettings settings(Path directory, Duration unreadableAfter) {
        return new StoreSettings(
                directory, Pkcs12Source.in(directory), Optional.empty(), Optional.empty(), unreadableAfter);
    }

    @Test
    void agreesWithPlainMapsOverRestartsAndPowerCuts() throws Exception {
        for (long seed = 1; seed <= 6; seed++) {
            var random = new Random(seed);
            var model = new StoreModel(random);
            var place = Files.createDirectory(directory.resolve("seed-" + seed));
            // so short that purges go on all the time
            var unreadableAfter = Duration.ofMillis(seed % 3 == 0 ? 0 : 5);
            for (int life = 0; life < 3; life++) {
                var name = "seed " + seed + " life " + life;
                var next = directory.resolve("seed-" + seed + "-" + life);
                try (var database = KeyDatabase.open(settings(place, unreadableAfter))) {
                    assertEquals(model.text(), database.call(model::text), name);
                    live(database, model, random, name);
                    if (random.nextBoolean()) {
                        var from = place;
                        boolean copied = database.call(blocks -> {
                            StateCopy.copy(from, next);
                            return true;
                        });
                        assertTrue(copied);
                        place = next;
                    }
                }
            }
        }
    }

    private static void live(KeyDatabase database, StoreModel model, Random random, String name) {
        for (int step = 0; step < 60; step++) {
            int times = 1 + random.nextInt(4);
            if (random.nextInt(8) == 0) {
                var before = model.text();
                assertThrows(
                        CompletionException.class,
                        () -> database.call(blocks -> {
                            new StoreModel(new Random(times)).work(blocks);
                            throw new IllegalStateException("on purpose");
                        }),
                        name);
                assertEquals(before, database.call(model::text), name + " step " + step);
            }
            boolean done = database.call(blocks -> {
                for (int i = 0; i < times; i++) {
                    model.work(blocks);
                }
                return true;
            });
            assertTrue(done);
        }
        assertEquals(model.text(), database.call(model::text), name);
    }

    @Test
    void frameCutAtAnyByteCountsWhollyOrNotAtAll() throws Exception {
        for (long seed = 1; seed <= 2; seed++) {
            var model = new StoreModel(new Random(seed));
            var before = directory.resolve("before-" + seed);
            var after = directory.resolve("after-" + seed);
            var home = directory.resolve("home-" + seed);
            String textBefore;
            try (var database = KeyDatabase.open(settings(home, Duration.ofHours(1)))) {
                for (int i = 0; i < 30; i++) {
                    boolean done = database.call(model::work);
                    assertTrue(done);
                }
                textBefore = model.text();
                copy(database, home, before);
                while (model.text().equals(textBefore)) {
                    boolean done = database.call(model::work);
                    assertTrue(done);
                }
                copy(database, home, after);
            }
            cutEverywhere(seed, model, textBefore, before, after);
        }
    }

    private static void copy(KeyDatabase database, Path home, Path to) {
        boolean copied = database.call(blocks -> {
            StateCopy.copy(home, to);
            return true;
        });
        assertTrue(copied);
    }

    private void cutEverywhere(long seed, StoreModel model, String textBefore, Path before, Path after)
            throws Exception {
        var old = Files.readAllBytes(before.resolve("segment-1.log"));
        var whole = Files.readAllBytes(after.resolve("segment-1.log"));
        int begin = Arrays.mismatch(old, whole);
        int end = whole.length;
        while (whole[end - 1] == 0) {
            end--;
        }
        var cutAt = directory.resolve("cut-" + seed);
        for (int cut = begin; cut <= end; cut += cut < begin + 22 || cut > end - 5 ? 1 : 37) {
            StateCopy.copy(after, cutAt);
            var torn = whole.clone();
            Arrays.fill(torn, cut, torn.length, (byte) 0);
            Files.write(cutAt.resolve("segment-1.log"), torn);
            try (var database = KeyDatabase.open(settings(cutAt, Duration.ofHours(1)))) {
                assertEquals(
                        cut == end ? model.text() : textBefore,
                        database.call(model::text),
                        "seed " + seed + " cut at " + cut);
            }
            for (var file : StateCopy.files(cutAt)) {
                Files.delete(file);
            }
        }
    }
}
