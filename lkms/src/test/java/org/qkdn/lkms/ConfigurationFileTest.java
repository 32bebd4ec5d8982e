package org.qkdn.lkms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.lkms.store.seal.Pkcs11Source;
import org.qkdn.lkms.store.seal.Pkcs12Source;

class ConfigurationFileTest {
    private static final String GOOD = """
            node: {name: QUINTO, id: 6e1ca1ac-6b9a-4a2c-9d49-66fb5aa1a8d5}
            kmeId: kme-QUINTO
            etsi014: {host: 127.0.0.1, port: 20101}
            grpc: {host: 127.0.0.1, port: 20102}
            forwarding: {host: 127.0.0.1, port: 20104}
            tls: {certificate: lkms.pem, key: lkms.key, ca: ca.pem}
            stateDirectory: state
            modules:
              - {interfaceId: 1, url: "https://127.0.0.1:20106", kmeId: m1, commonName: module-QUINTO-1}
            saes: [sae-quinto]
            peers:
              - {id: 0ed5b7b2-5b1c-4c4f-a2b0-49bd9b1f0b7c, name: QUIJANO}
            """;

    @TempDir
    Path directory;

    private LkmsConfiguration read(String text) throws Exception {
        var file = directory.resolve("lkms.yaml");
        Files.writeString(file, text);
        return ConfigurationFile.read(file);
    }

    private void refused(String text, String... parts) {
        var failure = assertThrows(ConfigurationException.class, () -> read(text));
        assertEquals(1, failure.getMessage().lines().count(), failure.getMessage());
        assertTrue(failure.getMessage().contains("lkms.yaml"), failure.getMessage());
        for (var part : parts) {
            assertTrue(failure.getMessage().contains(part), failure.getMessage() + " lacks " + part);
        }
    }

    @Test
    void pathsAreRelativeToTheFileAndTheRestHasDefaults() throws Exception {
        var configuration = read(GOOD);
        assertEquals(directory.resolve("state"), configuration.stateDirectory());
        assertEquals(directory.resolve("lkms.key"), configuration.tls().key());
        assertEquals(4, configuration.store().targetBlocks());
        assertEquals("kme-QUIJANO", configuration.kmeOf("0ed5b7b2-5b1c-4c4f-a2b0-49bd9b1f0b7c"));
        assertEquals("kme-QUINTO", configuration.kmeOf("6e1ca1ac-6b9a-4a2c-9d49-66fb5aa1a8d5"));
    }

    @Test
    void peeringIsOptional() throws Exception {
        assertTrue(read(GOOD).peering().isEmpty());
        var configuration = read(GOOD.replace("name: QUIJANO", "name: QUIJANO, peering: {host: quijano, port: 20145}")
                + "peering: {host: 127.0.0.1, port: 20105}\n");
        assertEquals(20105, configuration.peering().orElseThrow().port());
        assertEquals(
                "quijano",
                configuration.peers().getFirst().peering().orElseThrow().host());
    }

    @Test
    void mistakesAreNamedWithLineAndRemedy() {
        refused(GOOD.replace("saes:", "sae:"), ":10:", "'sae'", "saes");
        refused(GOOD.replace("port: 20101", "port: many"), ":3:", "many", "port");
        refused(GOOD.replace("port: 20101", "port: 70000"), ":3:", "70000", "65535");
        refused(GOOD.replace("6e1ca1ac-6b9a-4a2c-9d49-66fb5aa1a8d5", "quinto"), ":1:", "quinto", "UUID");
        refused(GOOD.replace("https://", "http://"), ":9:", "https");
        refused(GOOD.replace("[sae-quinto]", "[sae-quinto, sae-quinto]"), "sae-quinto twice");
        refused(GOOD.replace("stateDirectory: state", ""), "'stateDirectory' is missing");
        refused(GOOD + "store: {targetBlocks: 0}\n", "targetBlocks", "between 1 and 1024");
        refused("a: b: c", "not YAML");
        refused(GOOD.replace("[sae-quinto]", "sae-quinto"), ":10:", "'saes'", "list");
        refused("[]", "mapping");
        refused("", "empty");
    }

    @Test
    void missingFileIsNamed() {
        var failure = assertThrows(
                ConfigurationException.class, () -> ConfigurationFile.read(directory.resolve("none.yaml")));
        assertTrue(failure.getMessage().contains("none.yaml does not exist"), failure.getMessage());
    }

    @Test
    void keyStoresMayBeInPostgresqlUnderAKeyInAToken() throws Exception {
        var settings = read(GOOD + """
                store:
                  unreadableAfterSeconds: 9
                  keyEncryptingKey: {pkcs11: {library: /lib/p11.so, slot: 7, label: kek, pinFile: pin}}
                  previousKeyEncryptingKey: {pkcs12: {file: old.p12}}
                  database: {postgresql: {url: "jdbc:postgresql://h/d", user: u, passwordFile: p}}
                """).keyStore();
        assertEquals(
                new Pkcs11Source(Path.of("/lib/p11.so"), 7L, "kek", directory.resolve("pin")),
                settings.keyEncryptingKey());
        assertEquals(
                new Pkcs12Source(directory.resolve("old.p12"), directory.resolve("kek.password"), "kek"),
                settings.previousKey().orElseThrow());
        assertEquals(directory.resolve("p"), settings.postgresql().orElseThrow().passwordFile());
        assertEquals(9, settings.unreadableAfter().toSeconds());
        assertEquals(
                Pkcs12Source.in(directory.resolve("state")),
                read(GOOD).keyStore().keyEncryptingKey());
        refused(GOOD + "store: {keyEncryptingKey: {pkcs13: {file: f}}}\n", "pkcs13");
        refused(GOOD + "store: {keyEncryptingKey: {pkcs11: {label: kek}}}\n", "'library' is missing");
        refused(GOOD + "store: {database: {}}\n", "'store.database.postgresql' is missing");
        refused(
                GOOD + "store: {database: {postgresql: {url: \"postgres://h\", user: u, passwordFile: p}}}\n",
                "postgres://h",
                "jdbc:postgresql:");
    }
}
