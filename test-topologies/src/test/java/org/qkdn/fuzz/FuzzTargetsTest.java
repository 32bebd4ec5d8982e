package org.qkdn.fuzz;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.qkdn.forwarding.node.TableFuzz;
import org.qkdn.lkms.api004.binary.StreamFrameFuzz;
import org.qkdn.lkms.api004.json.StreamRequestFuzz;
import org.qkdn.lkms.api014.KeyRequestFuzz;
import org.qkdn.lkms.api014.PathFuzz;
import org.qkdn.lkms.app.KeyIdFuzz;
import org.qkdn.lkms.entropy.RandomAnswerFuzz;
import org.qkdn.lkms.skip.SkipRequestFuzz;
import org.qkdn.lkms.supply.KeyContainerFuzz;
import org.qkdn.lkms.supply.PushFrameFuzz;
import org.qkdn.lkms.supply.StreamAnswerFuzz;

/** Runs each fuzz target over its kept corpus and mutations of it; {@code ./qkdn fuzz} searches further. */
class FuzzTargetsTest {
    private static final Path CORPUS = Path.of("src/test/resources/fuzz");
    private static final int MUTATIONS = 20_000;

    /** One whose run reads a file twice is given fewer. */
    private static final int SLOW_MUTATIONS = 2_000;

    private record Target(String name, Consumer<byte[]> run, int mutations) {
        Target(Class<?> target, Consumer<byte[]> run) {
            this(target.getSimpleName(), run, MUTATIONS);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Target> targets() {
        return Stream.of(
                new Target(KeyRequestFuzz.class, KeyRequestFuzz::fuzzerTestOneInput),
                new Target(PathFuzz.class, PathFuzz::fuzzerTestOneInput),
                new Target(KeyIdFuzz.class, KeyIdFuzz::fuzzerTestOneInput),
                new Target(KeyContainerFuzz.class, KeyContainerFuzz::fuzzerTestOneInput),
                new Target(AssignmentFuzz.class, AssignmentFuzz::fuzzerTestOneInput),
                new Target(TableFuzz.class, TableFuzz::fuzzerTestOneInput),
                new Target(RelayMessageFuzz.class, RelayMessageFuzz::fuzzerTestOneInput),
                new Target(StreamFrameFuzz.class, StreamFrameFuzz::fuzzerTestOneInput),
                new Target(StreamRequestFuzz.class, StreamRequestFuzz::fuzzerTestOneInput),
                new Target(SkipRequestFuzz.class, SkipRequestFuzz::fuzzerTestOneInput),
                new Target(StreamAnswerFuzz.class, StreamAnswerFuzz::fuzzerTestOneInput),
                new Target(PushFrameFuzz.class, PushFrameFuzz::fuzzerTestOneInput),
                new Target(RandomAnswerFuzz.class, RandomAnswerFuzz::fuzzerTestOneInput),
                new Target("ConfigurationFuzz", ConfigurationFuzz::fuzzerTestOneInput, SLOW_MUTATIONS));
    }

    @ParameterizedTest
    @MethodSource("targets")
    void takesOrRefusesWhateverComes(Target target) throws IOException {
        var corpus = corpus(target);
        corpus.forEach(input -> run(target, input, "of the corpus"));
        long seed = new Random().nextLong(1_000_000);
        var mutations = new Mutations(corpus, new Random(seed));
        for (int i = 0; i < target.mutations(); i++) {
            run(target, mutations.next(), "number " + i + " of seed " + seed);
        }
    }

    private static List<byte[]> corpus(Target target) throws IOException {
        try (var files = Files.list(CORPUS.resolve(target.name()))) {
            var inputs = new ArrayList<byte[]>();
            for (var file : files.sorted().toList()) {
                inputs.add(Files.readAllBytes(file));
            }
            assertFalse(inputs.isEmpty(), target + " has no corpus");
            return inputs;
        }
    }

    private static void run(Target target, byte[] input, String which) {
        try {
            target.run().accept(input);
        } catch (RuntimeException | AssertionError | StackOverflowError e) {
            throw new AssertionError(
                    "input " + which + ": " + e + "; put this into a file of the corpus: base64 "
                            + Base64.getEncoder().encodeToString(input),
                    e);
        }
    }
}
