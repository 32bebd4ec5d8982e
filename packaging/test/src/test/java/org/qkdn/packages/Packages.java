package org.qkdn.packages;

import java.nio.file.Path;

/** Where the packages that this build has made are, and what they are made of. */
final class Packages {
    /** The project's folder. */
    static final Path HOME = Path.of("..", "..").toAbsolutePath().normalize();

    static final Path CONTROLLER = deb("controller");
    static final Path NODE = deb("node");

    private Packages() {}

    private static Path deb(String part) {
        return HOME.resolve("packaging").resolve(part).resolve("target").resolve("qkdn-" + part + ".deb");
    }

    /** The example of a configuration file, as it is packaged. */
    static Path example(String part, String file) {
        return HOME.resolve("packaging")
                .resolve(part)
                .resolve("src/main/root/etc/qkdn")
                .resolve(file);
    }
}
