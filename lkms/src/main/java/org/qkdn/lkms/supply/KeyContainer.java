package org.qkdn.lkms.supply;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.qkdn.lkms.store.KeyBytes;

/** Keys as a module delivers them, by id, in the module's order. */
public final class KeyContainer implements AutoCloseable {
    private static final JsonFactory JSON = new JsonFactory();

    private final Map<String, KeyBytes> keys;

    private KeyContainer(Map<String, KeyBytes> keys) {
        this.keys = keys;
    }

    /** Of keys that become the container's. */
    static KeyContainer of(Map<String, KeyBytes> keys) {
        return new KeyContainer(new LinkedHashMap<>(keys));
    }

    /** A container of ETSI GS QKD 014 6.3, read without making a String of any key. */
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

    int size() {
        return keys.size();
    }

    /** True where each key has this size. */
    boolean isAllOf(int keyBytes) {
        return keys.values().stream().allMatch(key -> key.length() == keyBytes);
    }

    /** Size of each key; 0 where they have no common one. */
    int keyBytes() {
        int first =
                keys.values().stream().mapToInt(KeyBytes::length).findFirst().orElse(0);
        return isAllOf(first) ? first : 0;
    }

    /** The same keys in the order of these IDs. */
    KeyContainer inOrder(List<String> ids) throws RefusedException {
        if (!keys.keySet().equals(Set.copyOf(ids))) {
            close();
            throw new RefusedException("the KME answers other keys than were asked for");
        }
        var ordered = new LinkedHashMap<String, KeyBytes>();
        ids.forEach(id -> ordered.put(id, keys.get(id)));
        return new KeyContainer(ordered);
    }

    /** These containers' keys as one container's, which takes their place. */
    static KeyContainer merged(List<KeyContainer> containers) throws RefusedException {
        var all = new LinkedHashMap<String, KeyBytes>();
        containers.forEach(container -> all.putAll(container.keys));
        if (all.size() != containers.stream().mapToInt(KeyContainer::size).sum()) {
            containers.forEach(KeyContainer::close);
            throw new RefusedException("the module gives two keys of the same id");
        }
        return new KeyContainer(all);
    }

    /** All keys, one behind the other. */
    KeyBytes joined() {
        var all = new byte[keys.values().stream().mapToInt(KeyBytes::length).sum()];
        int at = 0;
        for (var key : keys.values()) {
            var bytes = key.toArray();
            System.arraycopy(bytes, 0, all, at, bytes.length);
            Arrays.fill(bytes, (byte) 0);
            at += bytes.length;
        }
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
