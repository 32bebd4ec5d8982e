package org.qkdn.controller.recording;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.qkdn.controller.core.engine.Engine;
import org.qkdn.controller.core.engine.Event;
import org.qkdn.controller.core.engine.NetworkState;
import org.qkdn.controller.core.engine.Step;

/** Tells what events lead to, one after the other, as text. Not for use by several threads. */
final class Replay {
    private final Names names = new Names();
    private NetworkState state = Engine.initial();
    private long events;

    /** All that a recording leads to: a JSON array as {@code NN-output.json} has it. */
    static String of(Recording recording) {
        Replay replay = new Replay();
        StringBuilder text = new StringBuilder();
        for (Entry entry : recording.entries()) {
            replay.apply(entry).ifPresent(said -> text.append(text.isEmpty() ? "[\n" : ",\n")
                    .append(said));
        }
        return text.isEmpty() ? "[\n]\n" : text.append("\n]\n").toString();
    }

    Optional<String> apply(Entry entry) {
        return switch (entry) {
            case Entry.Heard heard -> heard(heard.events(), Engine.apply(state, heard.events()));
            case Entry.Note note -> Optional.of(note.json().toString());
            case Entry.Restart restart -> {
                state = Engine.initial();
                yield Optional.of(restart.json().toString());
            }
        };
    }

    /** What a step that is known already led to; empty for nothing. */
    Optional<String> heard(List<Event> together, Step step) {
        events += together.size();
        ObjectNode outcome = Outcome.of(state, step);
        names.learn(state, step.state());
        state = step.state();
        if (outcome.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode numbered = JsonNodeFactory.instance.objectNode();
        numbered.put("event", events);
        numbered.put("is", Outcome.summary(together));
        numbered.setAll(outcome);
        return Optional.of(lines(names.in(numbered)));
    }

    /** Each command, timer, link, service on a line of its own, so that a difference is easy to see. */
    private static String lines(JsonNode outcome) {
        StringBuilder text = new StringBuilder("{");
        outcome.properties().forEach(entry -> {
            JsonNode value = entry.getValue();
            if (value.isContainerNode()) {
                text.append(",\n  \"").append(entry.getKey()).append(value.isArray() ? "\": [" : "\": {");
                boolean[] first = {true};
                if (value.isArray()) {
                    value.forEach(element -> line(text, first, "", element));
                } else {
                    value.properties()
                            .forEach(each -> line(
                                    text,
                                    first,
                                    JsonNodeFactory.instance.textNode(each.getKey()) + ": ",
                                    each.getValue()));
                }
                text.append(value.isArray() ? "]" : "}");
            } else {
                text.append(text.length() > 1 ? ", \"" : "\"")
                        .append(entry.getKey())
                        .append("\": ")
                        .append(value);
            }
        });
        return text.append('}').toString();
    }

    private static void line(StringBuilder text, boolean[] first, String key, JsonNode value) {
        text.append(first[0] ? "\n    " : ",\n    ").append(key).append(value);
        first[0] = false;
    }
}
