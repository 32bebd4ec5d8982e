package org.qkdn.lkms.store;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import org.qkdn.lkms.store.log.FileLog;
import org.qkdn.lkms.store.seal.Epochs;
import org.qkdn.lkms.store.seal.Pkcs12Source;

/** What a power cut, or a thief, would find of a state directory in use. */
final class StateCopy {
    private StateCopy() {}

    /** To be run in a transaction, so that nothing is appended; repeated until no segment came or went meanwhile. */
    static void copy(Path from, Path to) {
        try {
            Files.createDirectories(to);
            String before;
            do {
                for (var file : files(to)) {
                    Files.delete(file);
                }
                before = state(from);
                copyAll(from, to, "segment-*.log");
                copyAll(from, to, "[ek]*");
            } while (!before.equals(state(from)));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String state(Path directory) throws IOException {
        var names = files(directory).stream().map(Path::toString).sorted().toList();
        return names + Arrays.toString(Files.readAllBytes(directory.resolve("epochs")));
    }

    private static void copyAll(Path from, Path to, String which) throws IOException {
        try (var files = Files.newDirectoryStream(from, which)) {
            for (var file : files) {
                if (!Files.exists(to.resolve(file.getFileName()))) {
                    copyIfThere(file, to.resolve(file.getFileName()));
                }
            }
        }
    }

    private static void copyIfThere(Path file, Path to) throws IOException {
        try {
            Files.copy(file, to, StandardCopyOption.COPY_ATTRIBUTES);
        } catch (NoSuchFileException gone) {
            Files.deleteIfExists(to);
        }
    }

    static List<Path> files(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.toList();
        }
    }

    /** All files as they are, and all that the key-encrypting key still opens. */
    static byte[] readable(Path directory) throws IOException {
        var all = new ByteArrayOutputStream();
        for (var file : files(directory)) {
            all.write(Files.readAllBytes(file));
        }
        try (var log = new FileLog(directory);
                var epochs = Epochs.open(
                        directory.resolve("epochs"), Pkcs12Source.in(directory).open())) {
            for (long segment : epochs.live()) {
                var epoch = epochs.of(segment);
                log.read(
                        segment,
                        (number, frame) -> all.write(epoch.open(number, frame).orElseThrow()));
            }
        }
        return all.toByteArray();
    }

    static boolean contains(byte[] all, byte[] part) {
        for (int i = 0; i <= all.length - part.length; i++) {
            if (all[i] == part[0]) {
                int j = 1;
                while (j < part.length && all[i + j] == part[j]) {
                    j++;
                }
                if (j == part.length) {
                    return true;
                }
            }
        }
        return false;
    }
}
