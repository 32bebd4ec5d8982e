package org.qkdn.bench.delivery;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.qkdn.lkms.store.log.PostgresSource;

/** A PostgreSQL server with its usual settings, fsync among them, until this process ends. Root starts it as the user postgres. */
final class TemporaryPostgres {
    private final Path binaries;
    private final Path directory;
    private final int port;

    private TemporaryPostgres(Path binaries, Path directory, int port) {
        this.binaries = binaries;
        this.directory = directory;
        this.port = port;
    }

    /** Empty where none is installed. */
    static Optional<TemporaryPostgres> start() throws IOException, InterruptedException {
        var binaries = binaries();
        if (binaries.isEmpty()) {
            return Optional.empty();
        }
        var directory = Files.createTempDirectory("qkdn-bench-postgres");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        var server = new TemporaryPostgres(binaries.get(), directory, freePort());
        Files.writeString(server.passwordFile(), "for-this-measurement");
        server.run("initdb", "-A", "scram-sha-256", "-U", "lkms", "--pwfile=" + server.passwordFile());
        Files.setPosixFilePermissions(server.passwordFile(), PosixFilePermissions.fromString("rw-------"));
        var options = "-c listen_addresses=127.0.0.1 -p " + server.port + " -k " + directory;
        server.run("pg_ctl", "-o", options, "-l", directory.resolve("log").toString(), "-w", "start");
        Runtime.getRuntime().addShutdownHook(new Thread(server::stop));
        return Optional.of(server);
    }

    private static int freePort() throws IOException {
        try (var free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    PostgresSource database() {
        return new PostgresSource("jdbc:postgresql://127.0.0.1:" + port + "/postgres", "lkms", passwordFile());
    }

    private Path passwordFile() {
        return directory.resolve("password");
    }

    private static Optional<Path> binaries() throws IOException {
        var debian = Path.of("/usr/lib/postgresql");
        var folders = new ArrayList<>(
                Stream.of(System.getenv("PATH").split(":", -1)).map(Path::of).toList());
        if (Files.isDirectory(debian)) {
            try (var versions = Files.list(debian)) {
                versions.map(version -> version.resolve("bin")).forEach(folders::addFirst);
            }
        }
        return folders.stream()
                .filter(folder -> Files.isExecutable(folder.resolve("initdb")))
                .findFirst();
    }

    private void run(String program, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
        }
        command.addAll(List.of(
                binaries.resolve(program).toString(),
                "-D",
                directory.resolve("data").toString()));
        command.addAll(List.of(arguments));
        int status = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        if (status != 0) {
            throw new IOException(program + " of PostgreSQL ends with " + status);
        }
    }

    private void stop() {
        try {
            run("pg_ctl", "-m", "immediate", "-w", "stop");
            try (var files = Files.walk(directory)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        } catch (IOException | InterruptedException e) {
            System.err.println("PostgreSQL stays in " + directory + ": " + e.getMessage());
        }
    }
}
