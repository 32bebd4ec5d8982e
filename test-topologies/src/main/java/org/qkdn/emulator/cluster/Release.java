package org.qkdn.emulator.cluster;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/** An unpacked distribution, made into another release by the version of its bundle, as the framework sees it. */
record Release(Path folder) {
    /** As docs/karaf.md tells operators. */
    private static final List<String> KEPT = List.of(
            "etc/org.qkdn.controller.cfg", "etc/org.qkdn.health.cfg", "configuration/initial", "state", "data/qkdn");

    private static final String BUNDLE = "system/org/qkdn/controller-karaf";

    /** Takes over what was configured in another folder, and what is kept there. */
    void inherit(Path before) throws IOException {
        for (var kept : KEPT) {
            copy(before.resolve(kept), folder.resolve(kept));
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        if (!Files.exists(from)) {
            return;
        }
        try (var files = Files.walk(from)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var target = from.equals(file) ? to : to.resolve(from.relativize(file));
                Files.createDirectories(target.getParent());
                Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    void version(String version) throws IOException {
        try (var jars = Files.walk(folder.resolve(BUNDLE))) {
            var jar = jars.filter(file -> file.toString().endsWith(".jar"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no bundle in " + folder.resolve(BUNDLE)));
            try (var inside = FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), Map.of())) {
                var manifest = inside.getPath("META-INF", "MANIFEST.MF");
                var text = Files.readString(manifest);
                var changed = text.replaceFirst("(?m)^Bundle-Version: .*$", "Bundle-Version: " + version);
                if (changed.equals(text)) {
                    throw new IOException(jar + " has no Bundle-Version");
                }
                Files.writeString(manifest, changed);
            }
        }
    }
}
