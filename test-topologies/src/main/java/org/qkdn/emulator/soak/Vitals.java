package org.qkdn.emulator.soak;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What a process of ours holds: open files and sockets, and memory after garbage was collected. */
final class Vitals {
    /** Two chunks of Netty's allocator, which come and go, and caches. A million leaks of 16 bytes are more. */
    static final long TOLERATED_BYTES = 10L << 20;

    private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");
    private static final int MOST_LOOKS = 40;
    private static final int PAUSE_MILLIS = 500;

    private final long pid;

    Vitals(long pid) {
        this.pid = pid;
    }

    /**
     * At one moment.
     *
     * @param open how many of each: the same file under whatever number, sockets by the port they belong to
     */
    record Reading(Map<String, Integer> open, long heapBytes) {
        /** No more of anything, memory within what caches may grow by. */
        boolean isWithin(Reading before) {
            return more(before).isEmpty() && heapBytes <= before.heapBytes + TOLERATED_BYTES;
        }

        /** Of what more is open than before. */
        Map<String, Integer> more(Reading before) {
            var more = new TreeMap<>(open);
            more.replaceAll((what, count) -> count - before.open.getOrDefault(what, 0));
            more.values().removeIf(count -> count <= 0);
            return more;
        }

        @Override
        public String toString() {
            return open.values().stream().mapToInt(Integer::intValue).sum() + " open files, " + heapBytes / 1024
                    + " KiB of live objects";
        }
    }

    Reading take() throws IOException, InterruptedException {
        // first, for a process that is asked for the first time opens a socket to be asked at
        long heapBytes = heapBytes();
        return new Reading(OpenFiles.of(pid), heapBytes);
    }

    /** Waits a while for connections that are just ending. */
    Reading takeWhenAtMost(Reading before) throws IOException, InterruptedException {
        for (int look = 0; look < MOST_LOOKS; look++) {
            if (new Reading(OpenFiles.of(pid), 0).more(before).isEmpty()) {
                break;
            }
            Thread.sleep(PAUSE_MILLIS);
        }
        return take();
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
