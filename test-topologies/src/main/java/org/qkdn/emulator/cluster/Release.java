package org.qkdn.emulator.cluster;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** An unpacked distribution, made into another release by the version of its bundle, as the framework sees it. */
record Release(Path folder) {
    private static final String BUNDLE = "system/org/qkdn/controller-karaf";

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
