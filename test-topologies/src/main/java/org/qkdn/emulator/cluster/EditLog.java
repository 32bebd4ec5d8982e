package org.qkdn.emulator.cluster;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Who has changed agents' configurations, as the agents' NETCONF servers log it. A session is named by the port of its agent and
 * by its number there.
 */
final class EditLog {
    private static final Pattern UP = Pattern.compile("Session (\\d+) of \\S+ from \\S+ is up at \\S*:(\\d+)$");
    private static final Pattern CHANGED =
            Pattern.compile("Session (\\d+) of \\S+ from \\S+ has changed running at \\S*:(\\d+)$");

    private final Path log;
    private final long from;

    private EditLog(Path log, long from) {
        this.log = log;
        this.from = from;
    }

    /** Of what is logged from now on. */
    static EditLog fromNow(Path log) throws IOException {
        return new EditLog(log, Files.size(log));
    }

    /** How often a session that was opened since has changed something. */
    int byNew() throws IOException {
        return read().byNew;
    }

    int byOld() throws IOException {
        return read().byOld;
    }

    /** Changes by anybody. */
    int all() throws IOException {
        var reading = read();
        return reading.byNew + reading.byOld;
    }

    /** Sessions from before that have changed something after a new one had: then two members programmed. */
    List<String> late() throws IOException {
        return List.copyOf(read().late);
    }

    private Reading read() throws IOException {
        var reading = new Reading();
        for (var line : lines()) {
            reading.add(line);
        }
        return reading;
    }

    private List<String> lines() throws IOException {
        try (var channel = Files.newByteChannel(log)) {
            var text = new byte[Math.toIntExact(channel.size() - from)];
            channel.position(from);
            var buffer = ByteBuffer.wrap(text);
            while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
                // goes on
            }
            return new String(text, StandardCharsets.UTF_8).lines().toList();
        }
    }

    private static final class Reading {
        private final HashSet<String> opened = new HashSet<>();
        private final List<String> late = new ArrayList<>();
        private int byNew;
        private int byOld;

        private void add(String line) {
            var up = UP.matcher(line);
            if (up.find()) {
                opened.add(up.group(2) + "#" + up.group(1));
            }
            var changed = CHANGED.matcher(line);
            if (changed.find()) {
                changed(changed.group(2) + "#" + changed.group(1));
            }
        }

        private void changed(String session) {
            if (opened.contains(session)) {
                byNew++;
                return;
            }
            byOld++;
            if (byNew > 0) {
                late.add(session);
            }
        }
    }
}
