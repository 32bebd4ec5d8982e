package org.qkdn.lkms.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.qkdn.lkms.store.log.PostgresSource;
import org.qkdn.lkms.store.seal.KeySource;
import org.qkdn.lkms.store.seal.Pkcs12Source;

/**
 * How keys are kept.
 *
 * @param directory for this process alone
 * @param previousKey where the key-encrypting key was before {@code keyEncryptingKey}
 * @param postgresql where the log is; absent: in files of the directory
 * @param unreadableAfter about how long after its use a key may still be readable for whoever has the key-encrypting key
 */
public record StoreSettings(
        Path directory,
        KeySource keyEncryptingKey,
        Optional<KeySource> previousKey,
        Optional<PostgresSource> postgresql,
        Duration unreadableAfter) {
    private static final Duration UNREADABLE_AFTER = Duration.ofSeconds(5);

    /** All in one directory. */
    public static StoreSettings in(Path directory) {
        return new StoreSettings(
                directory, Pkcs12Source.in(directory), Optional.empty(), Optional.empty(), UNREADABLE_AFTER);
    }
}
