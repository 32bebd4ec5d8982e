package org.qkdn.controller.recording;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.qkdn.controller.core.engine.Event;

/** One line of a recording. */
public sealed interface Entry {
    /** What the engine heard. */
    record Heard(Event event) implements Entry {}

    /** A word to the reader; nothing follows from it. */
    record Note(String text) implements Entry {}

    /** The engine forgets everything, as when its process starts again. */
    record Restart() implements Entry {}

    /** As it is written in a file. */
    default JsonNode json() {
        return switch (this) {
            case Heard heard -> RecordWriter.write(heard.event());
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
        return json.size() == 1 && json.path("restart").isObject()
                ? new Restart()
                : new Heard(RecordReader.read(Event.class, json));
    }
}
