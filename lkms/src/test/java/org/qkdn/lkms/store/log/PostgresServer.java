package org.qkdn.lkms.store.log;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A PostgreSQL server for one test. It does not run as root, so root starts it as the user postgres. */
public final class PostgresServer implements AutoCloseable {
    private static final String PASSWORD = "for-this-test";

    private final Path binaries;
    private final Path directory;
    private final int port;

    private PostgresServer(Path binaries, Path directory, int port) {
        this.binaries = binaries;
        this.directory = directory;
        this.port = port;
    }

    /** Skips the test where PostgreSQL is not installed. */
    public static PostgresServer start() throws IOException {
        var binaries = binaries();
        assumeTrue(
                binaries.isPresent(), "PostgreSQL is not installed (Debian package postgresql): its tests are skipped");
        // not below JUnit's folder, which belongs to another user
        var directory = Files.createTempDirectory("qkdn-postgres");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        var password = directory.resolve("password");
        Files.writeString(password, PASSWORD);
        int port;
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        var server = new PostgresServer(binaries.get(), directory, port);
        server.run("initdb", "-D", server.data(), "-A", "scram-sha-256", "-U", "lkms", "--pwfile", password.toString());
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
        server.run();
        return server;
    }

    /** Starts it, again. */
    public void run() throws IOException {
        var options = "-p " + port + " -k " + directory + " -c listen_addresses=127.0.0.1";
        run(
                "pg_ctl",
                "-D",
                data(),
                "-o",
                options,
                "-l",
                directory.resolve("log").toString(),
                "-w",
                "start");
    }

    /** As a power cut. */
    public void kill() throws IOException {
        run("pg_ctl", "-D", data(), "-m", "immediate", "-w", "stop");
    }

    /** An empty database of that name. */
    public PostgresSource database(String name) throws SQLException {
        try (var connection = DriverManager.getConnection(url("postgres"), "lkms", PASSWORD);
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        return new PostgresSource(url(name), "lkms", directory.resolve("password"));
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    private String data() {
        return directory.resolve("data").toString();
    }

    private static Optional<Path> binaries() throws IOException {
        var places = new ArrayList<Path>();
        var debian = Path.of("/usr/lib/postgresql");
        if (Files.isDirectory(debian)) {
            try (var versions = Files.list(debian)) {
                versions.map(version -> version.resolve("bin")).forEach(places::add);
            }
        }
        Stream.of(System.getenv("PATH").split(":", -1)).map(Path::of).forEach(places::add);
        return places.stream()
                .filter(place -> Files.isExecutable(place.resolve("initdb")))
                .findFirst();
    }

    private void run(String program, String... arguments) throws IOException {
        var command = new ArrayList<String>();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
        }
        command.add(binaries.resolve(program).toString());
        command.addAll(Arrays.asList(arguments));
        var output = Files.createTempFile("qkdn-postgres", ".txt");
        var process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!ended(process) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new AssertionError(command + ": " + Files.readString(output));
        }
        Files.delete(output);
    }

    private static boolean ended(Process process) {
        try {
            return process.waitFor(120, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        kill();
        try (var all = Files.walk(directory)) {
            for (var file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
