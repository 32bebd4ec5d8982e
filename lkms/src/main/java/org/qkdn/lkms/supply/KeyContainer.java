package org.qkdn.lkms.supply;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.qkdn.lkms.store.KeyBytes;

/** Keys as a KME delivers them (ETSI GS QKD 014 6.3), by key_ID, in the order of the answer. */
public final class KeyContainer implements AutoCloseable {
    private static final JsonFactory JSON = new JsonFactory();

    private final Map<String, KeyBytes> keys;

    private KeyContainer(Map<String, KeyBytes> keys) {
        this.keys = keys;
    }

    /** Reads without making a String of any key. */
    static KeyContainer read(byte[] body) throws IOException {
        var container = new KeyContainer(new LinkedHashMap<>());
        try (var parser = JSON.createParser(body)) {
            require(parser.nextToken() == JsonToken.START_OBJECT);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean isKeys = parser.currentName().equals("keys");
                var value = parser.nextToken();
                if (isKeys) {
                    require(value == JsonToken.START_ARRAY);
                    while (parser.nextToken() == JsonToken.START_OBJECT) {
                        container.readKey(parser);
                    }
                } else {
                    parser.skipChildren();
                }
            }
            return container;
        } catch (IOException e) {
            container.close();
            throw e;
        }
    }

    private void readKey(JsonParser parser) throws IOException {
        var id = "";
        Optional<KeyBytes> key = Optional.empty();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var member = parser.currentName();
            parser.nextToken();
            switch (member) {
                case "key_ID" -> id = parser.getText();
                case "key" -> key = Optional.of(KeyBytes.owning(parser.getBinaryValue()));
                default -> parser.skipChildren();
            }
        }
        require(!id.isEmpty() && key.isPresent() && !keys.containsKey(id));
        keys.put(id, key.orElseThrow());
    }

    private static void require(boolean condition) throws IOException {
        if (!condition) {
            throw new IOException("not a key container");
        }
    }

    public List<String> ids() {
        return List.copyOf(keys.keySet());
    }

    /** The same keys in the order of these IDs. */
    KeyContainer inOrder(List<String> ids) throws ModuleKme.RefusedException {
        if (!keys.keySet().equals(java.util.Set.copyOf(ids))) {
            close();
            throw new ModuleKme.RefusedException("the KME answers other keys than were asked for");
        }
        var ordered = new LinkedHashMap<String, KeyBytes>();
        ids.forEach(id -> ordered.put(id, keys.get(id)));
        return new KeyContainer(ordered);
    }

    /** All keys of these containers, one behind the other; the containers are closed. */
    static KeyBytes join(List<KeyContainer> containers) {
        var parts = new ArrayList<KeyBytes>();
        containers.forEach(container -> parts.addAll(container.keys.values()));
        var all = new byte[parts.stream().mapToInt(KeyBytes::length).sum()];
        int at = 0;
        for (var part : parts) {
            var bytes = part.toArray();
            System.arraycopy(bytes, 0, all, at, bytes.length);
            java.util.Arrays.fill(bytes, (byte) 0);
            at += bytes.length;
        }
        containers.forEach(KeyContainer::close);
        return KeyBytes.owning(all);
    }

    @Override
    public void close() {
        keys.values().forEach(KeyBytes::close);
    }

    @Override
    public String toString() {
        return "KeyContainer" + keys.keySet();
    }
}
