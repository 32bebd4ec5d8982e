package org.qkdn.controller.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.opendaylight.mdsal.common.api.LogicalDatastoreType;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.network.rev180226.NetworkId;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.network.rev180226.Networks;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.network.rev180226.NetworksBuilder;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.network.rev180226.networks.Network;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.network.rev180226.networks.NetworkBuilder;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.network.rev180226.networks.NetworkKey;
import org.opendaylight.yangtools.binding.DataObjectIdentifier;
import org.opendaylight.yangtools.binding.DataObjectIdentifier.WithKey;
import org.opendaylight.yangtools.binding.util.BindingMap;
import org.opendaylight.yangtools.yang.common.ErrorTag;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier;
import org.qkdn.controller.northbound.check.Refusal;
import org.qkdn.controller.plane.journal.CorruptStateException;

/** What was acknowledged is there after any end of the process; what cannot be trusted is reported. */
class DurabilityTest {
    @TempDir
    Path state;

    private static WithKey<Network, NetworkKey> path(String network) {
        return DataObjectIdentifier.builder(Networks.class)
                .child(Network.class, new NetworkKey(new NetworkId(network)))
                .build();
    }

    static void add(EmbeddedBroker broker, String network) throws ExecutionException, InterruptedException {
        var transaction = broker.data().newWriteOnlyTransaction();
        transaction.merge(
                LogicalDatastoreType.CONFIGURATION,
                DataObjectIdentifier.builder(Networks.class).build(),
                new NetworksBuilder()
                        .setNetwork(BindingMap.of(new NetworkBuilder()
                                .setNetworkId(new NetworkId(network))
                                .build()))
                        .build());
        transaction.commit().get();
    }

    private static void remove(EmbeddedBroker broker, String network) throws ExecutionException, InterruptedException {
        var transaction = broker.data().newWriteOnlyTransaction();
        transaction.delete(LogicalDatastoreType.CONFIGURATION, path(network));
        transaction.commit().get();
    }

    private static boolean has(EmbeddedBroker broker, String network) throws ExecutionException, InterruptedException {
        try (var transaction = broker.data().newReadOnlyTransaction()) {
            return transaction
                    .exists(LogicalDatastoreType.CONFIGURATION, path(network))
                    .get();
        }
    }

    private EmbeddedBroker open() throws IOException {
        return EmbeddedBroker.open(TestModels.MODELS, state);
    }

    private List<Path> journals() throws IOException {
        try (var files = Files.list(state)) {
            return files.filter(file -> file.toString().endsWith(".journal")).toList();
        }
    }

    /** The files as a kill at this moment would leave them. */
    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (var files = Files.list(from)) {
            files.forEach(file -> {
                try {
                    Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    @Test
    void findsAcknowledgedChangesInTheFilesWithoutAClose(@TempDir Path copies) throws Exception {
        try (var broker = open()) {
            add(broker, "first");
            add(broker, "second");
            remove(broker, "first");
            copy(state, copies.resolve("state"));
        }
        try (var broker = EmbeddedBroker.open(TestModels.MODELS, copies.resolve("state"))) {
            assertFalse(has(broker, "first"));
            assertTrue(has(broker, "second"));
        }
    }

    @Test
    void foldsTheJournalIntoASnapshotAtEachStart() throws Exception {
        for (int round = 0; round < 4; round++) {
            try (var broker = open()) {
                for (int before = 0; before < round; before++) {
                    assertTrue(has(broker, "network-" + before));
                }
                add(broker, "network-" + round);
            }
            assertEquals(1, journals().size());
        }
        assertTrue(Files.exists(state.resolve("config.snapshot")));
    }

    @Test
    void survivesACrashBetweenTheNewJournalAndTheNewSnapshot() throws Exception {
        try (var broker = open()) {
            add(broker, "first");
        }
        Files.writeString(state.resolve("config-1.journal.new"), "half a journ");
        Files.writeString(state.resolve("config.snapshot.new"), "half a snapsh");
        try (var broker = open()) {
            assertTrue(has(broker, "first"));
        }
    }

    @Test
    void refusesADamagedSnapshotAndADamagedJournal() throws Exception {
        try (var broker = open()) {
            add(broker, "first");
        }
        try (var broker = open()) {
            add(broker, "second");
            add(broker, "third");
        }
        for (var file : List.of(state.resolve("config.snapshot"), journals().getFirst())) {
            var whole = Files.readAllBytes(file);
            var damaged = whole.clone();
            damaged[20] ^= 1;
            Files.write(file, damaged);
            var failure = assertThrows(CorruptStateException.class, this::open);
            assertTrue(failure.getMessage().startsWith(file.toString()), failure.getMessage());
            assertTrue(failure.getMessage().contains("restore"), failure.getMessage());
            assertEquals(1, failure.getMessage().lines().count());
            Files.write(file, whole);
        }
        try (var broker = open()) {
            assertTrue(has(broker, "third"));
        }
    }

    @Test
    void refusesAStateDirectoryWithoutTheJournalOfItsSnapshot() throws Exception {
        for (int round = 0; round < 2; round++) {
            try (var broker = open()) {
                add(broker, "network-" + round);
            }
        }
        Files.delete(journals().getFirst());
        assertThrows(CorruptStateException.class, this::open);
    }

    @Test
    void refusesASecondControllerOnTheSameStateDirectory() throws Exception {
        try (var broker = open()) {
            var failure = assertThrows(CorruptStateException.class, this::open);
            assertTrue(failure.getMessage().contains("another controller"), failure.getMessage());
            add(broker, "first");
        }
    }

    @Test
    void asksRegisteredChecksAndKeepsNothingOfWhatTheyRefuse() throws Exception {
        try (var broker = open()) {
            add(broker, "first");
            var registration = broker.register(change ->
                    Optional.of(new Refusal(ErrorTag.OPERATION_NOT_SUPPORTED, YangInstanceIdentifier.of(), "not now")));
            var failure = assertThrows(ExecutionException.class, () -> add(broker, "second"));
            assertTrue(failure.getCause().getMessage().contains("not now"), failure.toString());
            assertFalse(has(broker, "second"));
            registration.close();
            add(broker, "third");
        }
        try (var broker = open()) {
            assertTrue(has(broker, "first") && has(broker, "third"));
            assertFalse(has(broker, "second"));
        }
    }

    @Test
    @Timeout(180)
    void keepsEveryAcknowledgedCommitAcrossKillMinusNine() throws Exception {
        var writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CommittingProcess.class.getName(),
                        state.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        int acknowledged = -1;
        try (var lines = new BufferedReader(new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8))) {
            while (acknowledged < 200) {
                acknowledged = Integer.parseInt(lines.readLine());
            }
            writer.toHandle().destroyForcibly(); // that of the process itself would close our end of the pipe too
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                acknowledged = Integer.parseInt(line);
            }
        }
        assertTrue(writer.waitFor(30, TimeUnit.SECONDS));
        try (var broker = open()) {
            for (int number = 0; number <= acknowledged; number++) {
                assertTrue(has(broker, "network-" + number), "network-" + number + " of " + acknowledged);
            }
        }
    }
}
