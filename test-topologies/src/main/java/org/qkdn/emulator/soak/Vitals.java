package org.qkdn.emulator.soak;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** What a process of ours holds: open files and sockets, and memory after garbage was collected. */
final class Vitals {
    /** What caches and compiled patterns may grow by. */
    static final long TOLERATED_BYTES = 6L << 20;

    /** What comes and goes in any case: connections of the node's parts among each other. A leak counts in hundreds. */
    static final int TOLERATED_FILES = 4;

    private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");
    private static final int MOST_LOOKS = 40;
    private static final int PAUSE_MILLIS = 500;

    private final long pid;

    Vitals(long pid) {
        this.pid = pid;
    }

    /** At one moment. */
    record Reading(long openFiles, long heapBytes) {
        @Override
        public String toString() {
            return openFiles + " open files, " + heapBytes / 1024 + " KiB of live objects";
        }
    }

    Reading take() throws IOException, InterruptedException {
        return new Reading(openFiles(), heapBytes());
    }

    /** Waits a while for connections that are just ending. */
    Reading takeWhenAtMost(Reading before) throws IOException, InterruptedException {
        for (int look = 0; look < MOST_LOOKS && openFiles() > before.openFiles(); look++) {
            Thread.sleep(PAUSE_MILLIS);
        }
        return take();
    }

    private long openFiles() throws IOException {
        try (var files = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            return files.count();
        }
    }

    /** The histogram counts live objects, after a full collection. */
    private long heapBytes() throws IOException, InterruptedException {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        var process = new ProcessBuilder(jcmd, Long.toString(pid), "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        var total = TOTAL.matcher(text);
        if (process.waitFor() != 0 || !total.find()) {
            throw new IOException("jcmd does not tell the memory of process " + pid);
        }
        return Long.parseLong(total.group(1));
    }
}
