package org.qkdn.lkms.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.qkdn.lkms.store.log.PostgresSource;
import org.qkdn.lkms.store.seal.KeySource;
import org.qkdn.lkms.store.seal.Pkcs12Source;

/**
 * How much to keep.
 *
 * @param targetBlocks own blocks (4096 bit) per application
 * @param linkTargetBits own bits per PHYS link
 * @param linkReserveBits own bits per PHYS link kept to answer what is under way; never given to a relayed block
 * @param relaysInFlight batches of blocks on their way at once, over all applications
 * @param maxKeyPerRequest limit of ETSI GS QKD 014's number
 * @param mostPeerBlocks blocks of the other end kept per store
 * @param keyEncryptingKey absent: {@code kek.p12} in the state directory
 * @param previousKeyEncryptingKey by which the state directory's keys may still be wrapped
 * @param database absent: files in the state directory
 * @param unreadableAfterSeconds about how long a used key may still be readable for who has the key-encrypting key
 * @param maxSaeIdCount limit of ETSI GS QKD 014's additional_slave_SAE_IDs
 */
public record StoreConfiguration(
        Integer targetBlocks,
        Integer linkTargetBits,
        Integer linkReserveBits,
        Integer relaysInFlight,
        Integer maxKeyPerRequest,
        Integer mostPeerBlocks,
        Integer maxSaeIdCount,
        Optional<KeySource> keyEncryptingKey,
        Optional<KeySource> previousKeyEncryptingKey,
        Optional<Database> database,
        Integer unreadableAfterSeconds) {
    public static final StoreConfiguration DEFAULT = new StoreConfiguration(
            null, null, null, null, null, null, null, Optional.empty(), Optional.empty(), Optional.empty(), null);

    public StoreConfiguration {
        targetBlocks = between(targetBlocks, 4, 1, 1024, "store.targetBlocks");
        linkTargetBits = between(linkTargetBits, 131_072, 8_192, 1 << 28, "store.linkTargetBits");
        linkReserveBits = between(
                linkReserveBits, Math.min(8_192, linkTargetBits / 4), 0, linkTargetBits / 4, "store.linkReserveBits");
        relaysInFlight = between(relaysInFlight, 8, 1, 256, "store.relaysInFlight");
        maxKeyPerRequest = between(maxKeyPerRequest, 32, 1, 1024, "store.maxKeyPerRequest");
        mostPeerBlocks = between(mostPeerBlocks, 256, 16, 1 << 20, "store.mostPeerBlocks");
        maxSaeIdCount = between(maxSaeIdCount, 8, 0, 64, "store.maxSaeIdCount");
        keyEncryptingKey = keyEncryptingKey == null ? Optional.empty() : keyEncryptingKey;
        previousKeyEncryptingKey = previousKeyEncryptingKey == null ? Optional.empty() : previousKeyEncryptingKey;
        database = database == null ? Optional.empty() : database;
        unreadableAfterSeconds = between(unreadableAfterSeconds, 5, 1, 3600, "store.unreadableAfterSeconds");
    }

    /** Relative paths are relative to the directory. */
    public StoreConfiguration relativeTo(Path directory) {
        return new StoreConfiguration(
                targetBlocks,
                linkTargetBits,
                linkReserveBits,
                relaysInFlight,
                maxKeyPerRequest,
                mostPeerBlocks,
                maxSaeIdCount,
                keyEncryptingKey.map(source -> source.relativeTo(directory)),
                previousKeyEncryptingKey.map(source -> source.relativeTo(directory)),
                database.map(source -> new Database(source.postgresql().relativeTo(directory))),
                unreadableAfterSeconds);
    }

    private static int between(Integer value, int usual, int least, int most, String name) {
        int chosen = Optional.ofNullable(value).orElse(usual);
        if (chosen < least || chosen > most) {
            throw new IllegalArgumentException(name + " " + chosen + " is not between " + least + " and " + most);
        }
        return chosen;
    }

    /** Where the log of the key stores is when not in the state directory. */
    public record Database(PostgresSource postgresql) {
        public Database {
            if (postgresql == null) {
                throw new IllegalArgumentException(
                        "'store.database.postgresql' is missing: give {url, user, passwordFile}");
            }
        }
    }

    /** How the keys of this LKMS are kept. */
    public StoreSettings settings(Path stateDirectory) {
        return new StoreSettings(
                stateDirectory,
                keyEncryptingKey.orElseGet(() -> Pkcs12Source.in(stateDirectory)),
                previousKeyEncryptingKey,
                database.map(Database::postgresql),
                Duration.ofSeconds(unreadableAfterSeconds));
    }
}
