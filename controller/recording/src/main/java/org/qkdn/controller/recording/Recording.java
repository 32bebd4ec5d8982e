package org.qkdn.controller.recording;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What an engine heard, in order: a JSON array with one entry on each line.
 *
 * @param whole false where the file ends in the middle, as when the controller that recorded it was killed
 */
public record Recording(List<Entry> entries, boolean whole) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    public Recording {
        entries = List.copyOf(entries);
    }

    /**
     * From a file.
     *
     * @throws MalformedRecordingException naming file, line, place and value
     */
    public static Recording read(Path file) throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(file.toFile())) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw new MalformedRecordingException(
                        file + ": begins with no '[': a recording is an array of entries");
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                int line = parser.currentTokenLocation().getLineNr();
                entries.add(entry(file, line, JSON.readTree(parser)));
            }
            if (parser.nextToken() != null) {
                throw new MalformedRecordingException(file + ": goes on after its ']': put that within");
            }
            return new Recording(entries, true);
        } catch (JsonEOFException e) {
            return new Recording(entries, false);
        } catch (JsonProcessingException e) {
            throw new MalformedRecordingException(
                    file + ":" + e.getLocation().getLineNr() + ": this is no JSON: " + e.getOriginalMessage());
        }
    }

    private static Entry entry(Path file, int line, JsonNode json) throws MalformedRecordingException {
        try {
            return Entry.read(json);
        } catch (MalformedRecordingException e) {
            throw new MalformedRecordingException(file + ":" + line + ": " + e.getMessage());
        }
    }

    /** Its notes before the first event: what happens, and what must come of it. */
    public List<String> notes() {
        return entries.stream()
                .takeWhile(Entry.Note.class::isInstance)
                .map(entry -> ((Entry.Note) entry).text())
                .toList();
    }

    /** As in a file. */
    public String text() {
        return entries.stream()
                .map(entry -> entry.json().toString())
                .collect(Collectors.joining(",\n", "[\n", "\n]\n"));
    }
}
