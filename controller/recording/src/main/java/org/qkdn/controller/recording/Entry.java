package org.qkdn.controller.recording;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import org.qkdn.controller.core.engine.Event;

/** One line of a recording. */
public sealed interface Entry {
    /** What the engine heard at one time: mostly one event. */
    record Heard(List<Event> events) implements Entry {
        public Heard {
            events = List.copyOf(events);
        }
    }

    /** A word to the reader; nothing follows from it. */
    record Note(String text) implements Entry {}

    /** The engine forgets everything, as when its process starts again. */
    record Restart() implements Entry {}

    /** As it is written in a file. */
    default JsonNode json() {
        return switch (this) {
            case Heard heard
            when heard.events().size() == 1 -> RecordWriter.write(heard.events().getFirst());
            case Heard heard -> {
                ArrayNode together = JsonNodeFactory.instance.arrayNode();
                heard.events().forEach(event -> together.add(RecordWriter.write(event)));
                yield JsonNodeFactory.instance.objectNode().set("together", together);
            }
            case Note note -> JsonNodeFactory.instance.objectNode().put("note", note.text());
            case Restart restart ->
                JsonNodeFactory.instance.objectNode().set("restart", JsonNodeFactory.instance.objectNode());
        };
    }

    /**
     * From a file.
     *
     * @throws MalformedRecordingException if it is none; the message names the place within the line
     */
    static Entry read(JsonNode json) throws MalformedRecordingException {
        if (json.size() == 1 && json.path("note").isTextual()) {
            return new Note(json.path("note").textValue());
        }
        if (json.size() == 1 && json.path("restart").isObject()) {
            return new Restart();
        }
        if (json.size() != 1 || !json.path("together").isArray()) {
            return new Heard(List.of(RecordReader.read(Event.class, json)));
        }
        List<Event> together = new ArrayList<>();
        for (JsonNode event : json.path("together")) {
            together.add(RecordReader.read(Event.class, event));
        }
        return new Heard(together);
    }
}
