package org.qkdn.agent.report;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** Remembers across restarts when each application came: a JSON object from app_id to time. */
public final class CreationFile {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path file;

    public CreationFile(Path file) {
        this.file = file;
    }

    public Map<String, Instant> read() throws IOException {
        if (!Files.exists(file)) {
            return Map.of();
        }
        try {
            var times = new TreeMap<String, Instant>();
            JSON.readValue(Files.readString(file), new TypeReference<Map<String, String>>() {})
                    .forEach((id, time) -> times.put(id, Instant.parse(time)));
            return times;
        } catch (JacksonException | DateTimeException e) {
            throw new IOException(
                    file + ": not a JSON object of times; delete it, only creation times of applications are lost", e);
        }
    }

    public void write(Map<String, Instant> created) throws IOException {
        var texts = new TreeMap<String, String>();
        created.forEach((id, time) -> texts.put(id, time.toString()));
        var fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(fresh, JSON.writeValueAsString(texts));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
