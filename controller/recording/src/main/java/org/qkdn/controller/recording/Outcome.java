package org.qkdn.controller.recording;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.qkdn.controller.core.engine.Command;
import org.qkdn.controller.core.engine.Event;
import org.qkdn.controller.core.engine.NetworkState;
import org.qkdn.controller.core.engine.Step;
import org.qkdn.controller.core.engine.Timer;
import org.qkdn.controller.core.model.DesiredNode;

/**
 * What one event led to: commands, each with what of it differs from what its target was told before (nothing: it is told
 * the same again), timers, and what an operator sees change.
 */
final class Outcome {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String TOLD = "told";
    private static final String TIMERS = "timers";

    private final NetworkState before;
    private final NetworkState after;
    private final ObjectNode json = JSON.objectNode();

    private Outcome(NetworkState before, Step step) {
        this.before = before;
        this.after = step.state();
        list(TOLD, step.commands().stream().map(this::told).toList());
        list(TIMERS, step.timers().stream().map(Outcome::timer).toList());
        changed("pairings", before.pairings(), after.pairings());
        changed("links", before.links(), after.links());
        changed("services", before.services(), after.services());
        changed("asked", before.asked(), after.asked());
        changed("unreachable", before.unreachable(), after.unreachable());
        changed("unreachableSwitches", before.unreachableSwitches(), after.unreachableSwitches());
        changed("programmingErrors", before.programmingErrors(), after.programmingErrors());
        changed("foreignEdits", before.foreignEdits(), after.foreignEdits());
    }

    /** Empty where nothing follows. */
    static ObjectNode of(NetworkState before, Step step) {
        return new Outcome(before, step).json;
    }

    /** The events in a few words: their kinds, and whom they are about. */
    static String summary(List<Event> events) {
        return events.stream().map(Outcome::summary).collect(Collectors.joining(", "));
    }

    private static String summary(Event event) {
        StringBuilder words = new StringBuilder(Components.name(event.getClass()));
        JsonNode subject = RecordWriter.write(event).elements().next();
        while (subject.isObject() && !subject.isEmpty()) {
            subject = subject.elements().next();
        }
        return subject.isTextual()
                ? words.append(' ').append(subject.textValue()).toString()
                : words.toString();
    }

    private void list(String name, List<JsonNode> elements) {
        if (!elements.isEmpty()) {
            json.set(name, new ArrayNode(JSON).addAll(elements));
        }
    }

    private JsonNode told(Command command) {
        ObjectNode whole = (ObjectNode) RecordWriter.write(command);
        switch (command) {
            case Command.ProgramNode program -> {
                JsonNode known = RecordWriter.write(before.desired().getOrDefault(program.node(), DesiredNode.EMPTY));
                ObjectNode written = (ObjectNode) whole.elements().next();
                written.set("desired", Patch.between(known, RecordWriter.write(program.desired())));
            }
            case Command.ProgramSwitch program -> {}
        }
        return whole;
    }

    private static JsonNode timer(Timer timer) {
        return RecordWriter.write(timer);
    }

    private <K, V> void changed(String name, SortedMap<K, V> old, SortedMap<K, V> fresh) {
        ObjectNode changes = JSON.objectNode();
        fresh.forEach((key, value) -> {
            V known = old.get(key);
            if (!value.equals(known)) {
                JsonNode shown = shown(value);
                ObjectNode patch = known == null ? JSON.objectNode() : Patch.between(shown(known), shown);
                changes.set(RecordWriter.key(key), known == null ? shown : patch);
            }
        });
        old.keySet().stream()
                .filter(key -> !fresh.containsKey(key))
                .forEach(key -> changes.putNull(RecordWriter.key(key)));
        changes.properties()
                .removeIf(
                        entry -> entry.getValue().isObject() && entry.getValue().isEmpty());
        if (!changes.isEmpty()) {
            json.set(name, changes);
        }
    }

    /** Without what was asked for: that is in the event. */
    private static JsonNode shown(Object value) {
        JsonNode json = RecordWriter.write(value);
        return json instanceof ObjectNode object ? object.without("service") : json;
    }
}
