package org.qkdn.bench.delivery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.qkdn.emulator.pki.Pki;
import org.qkdn.lkms.ConfigurationFile;
import org.qkdn.lkms.Lkms;
import org.qkdn.lkms.app.ApplicationKeys;
import org.qkdn.lkms.assignment.Assignment;
import org.qkdn.lkms.assignment.CurrentAssignment;
import org.qkdn.lkms.store.KeyBytes;
import org.qkdn.lkms.store.KeyDatabase;
import org.qkdn.lkms.store.Origin;
import org.qkdn.lkms.store.Owner;
import org.qkdn.lkms.store.StoreId;
import org.qkdn.lkms.store.StoreSettings;
import org.qkdn.lkms.store.log.PostgresSource;
import org.qkdn.node.v1.Application;
import org.qkdn.node.v1.KeyStoreConfiguration;

/** A whole LKMS, its store on disk, with blocks enough for a measurement: as if they had been relayed before. */
final class FilledLkms {
    private static final String APPLICATION = "11111111-1111-4111-8111-111111111111";
    private static final int BLOCK = 512;
    private static final int AT_ONCE = 512;
    /** Of 256 bit. */
    private static final int KEYS_PER_BLOCK = 15;

    private final Lkms lkms;

    /** Its store in the folder, or in the database. */
    FilledLkms(Path folder, Pki pki, Optional<PostgresSource> database, long keys) throws IOException {
        var state = Files.createDirectories(folder.resolve(database.isPresent() ? "with-database" : "with-files"));
        fill(settings(state, database), keys / KEYS_PER_BLOCK + 1);
        lkms = Lkms.start(ConfigurationFile.read(file(pki, state, database)));
    }

    int port() {
        return lkms.ports().etsi014();
    }

    private static StoreSettings settings(Path state, Optional<PostgresSource> database) {
        var files = StoreSettings.in(state);
        return new StoreSettings(state, files.keyEncryptingKey(), Optional.empty(), database, files.unreadableAfter());
    }

    private static Path file(Pki pki, Path state, Optional<PostgresSource> database) throws IOException {
        var tls = pki.tls("lkms-A");
        var store = database.map(
                        source -> "store: {database: {postgresql: {url: \"%s\", user: %s, passwordFile: \"%s\"}}}"
                                .formatted(source.url(), source.user(), source.passwordFile()))
                .orElse("");
        return Files.writeString(
                state.resolve("lkms.yaml"), """
                node: {name: A, id: 6e1ca1ac-6b9a-4a2c-9d49-66fb5aa1a8d5}
                etsi014: {host: 127.0.0.1, port: 0}
                grpc: {host: 127.0.0.1, port: 0}
                forwarding: {host: 127.0.0.1, port: 1}
                tls: {certificate: "%s", key: "%s", ca: "%s"}
                stateDirectory: "%s"
                saes: [sae-a]
                %s
                """.formatted(tls.certificate(), tls.key(), tls.ca(), state, store));
    }

    private static void fill(StoreSettings settings, long blocks) throws IOException {
        var random = new Random(14);
        try (var database = KeyDatabase.open(settings)) {
            var assignment = CurrentAssignment.load(database);
            assignment.replace(Assignment.of(KeyStoreConfiguration.newBuilder()
                    .addApplications(Application.newBuilder()
                            .setAppId(APPLICATION)
                            .setLocalSaeId("sae-a")
                            .setRemoteSaeId("sae-b")
                            .setRemoteNodeId("0ed5b7b2-5b1c-4c4f-a2b0-49bd9b1f0b7c"))
                    .build()));
            var keys = new ApplicationKeys(database, assignment);
            for (long i = 0; i < blocks; i += AT_ONCE) {
                fillSome(keys, random);
            }
        }
    }

    private static void fillSome(ApplicationKeys keys, Random random) {
        var stored = new ArrayList<CompletableFuture<Boolean>>();
        for (int i = 0; i < AT_ONCE; i++) {
            var bytes = new byte[BLOCK];
            random.nextBytes(bytes);
            var id = new UUID(random.nextLong(), random.nextLong());
            var origin = new Origin(false, 1, "");
            stored.add(keys.add(StoreId.application(APPLICATION), id, Owner.OWN, origin, KeyBytes.owning(bytes)));
        }
        stored.forEach(CompletableFuture::join);
    }
}
