package org.qkdn.lkms.store.log;

import java.nio.file.Path;
import org.qkdn.lkms.store.StateException;

/**
 * A PostgreSQL database for the log.
 *
 * @param url {@code jdbc:postgresql://host:port/database?...}; with sslmode=verify-full and sslrootcert where it is not on
 *     this machine
 * @param passwordFile the user's password, on one line
 */
public record PostgresSource(String url, String user, Path passwordFile) {
    private static final String SCHEME = "jdbc:postgresql:";

    public PostgresSource {
        if (url == null || !url.startsWith(SCHEME)) {
            throw new IllegalArgumentException(
                    "store.database.postgresql.url " + url + " does not begin with " + SCHEME);
        }
        if (url.contains("password=")) {
            throw new IllegalArgumentException(
                    "store.database.postgresql.url has a password: put it into a file of its own, 'passwordFile'");
        }
        if (user == null || passwordFile == null) {
            throw new IllegalArgumentException("store.database.postgresql needs 'user' and 'passwordFile'");
        }
    }

    public SegmentLog open() throws StateException {
        return PostgresLog.open(this);
    }

    /** For an operator: without parameters. */
    String name() {
        int parameters = url.indexOf('?');
        return parameters < 0 ? url : url.substring(0, parameters);
    }

    public PostgresSource relativeTo(Path directory) {
        return new PostgresSource(url, user, directory.resolve(passwordFile));
    }
}
