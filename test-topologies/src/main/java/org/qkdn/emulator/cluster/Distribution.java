package org.qkdn.emulator.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The controller's Karaf distribution, as it was built: one file that is unpacked wherever a member shall be. */
public record Distribution(Path archive) {
    /**
     * The one of this build.
     *
     * @throws IOException where it is not built; the message says how to
     */
    public static Distribution built(Path home) throws IOException {
        var folder = home.resolve("karaf-features/distribution/target");
        if (Files.isDirectory(folder)) {
            try (var files = Files.list(folder)) {
                var found = files.filter(file -> file.getFileName().toString().matches("qkdn-karaf-.*\\.tar\\.gz"))
                        .sorted()
                        .findFirst();
                if (found.isPresent()) {
                    return new Distribution(found.get());
                }
            }
        }
        throw new IOException("no distribution in " + folder + ": build the project first, e.g. by ./qkdn run --help");
    }

    /** Into a new folder, without the version that is the first part of the names in the archive. */
    public void unpack(Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        var tar = new ProcessBuilder("tar", "-xzf", archive.toString(), "--strip-components=1", "-C", folder.toString())
                .redirectErrorStream(true)
                .start();
        var said = new String(tar.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (tar.waitFor() != 0) {
            throw new IOException(archive + " cannot be unpacked: " + said.strip());
        }
    }
}
