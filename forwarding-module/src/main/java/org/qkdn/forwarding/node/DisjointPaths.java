package org.qkdn.forwarding.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.qkdn.forwarding.relay.RelayNode;
import org.qkdn.forwarding.relay.Route;

/**
 * By how many neighbours the shares of an application's keys leave: no fewer than local policy demands, and no fewer than they
 * once did. What was once reached is kept on disk, so that no configuration that comes later can take it back.
 */
public final class DisjointPaths {
    private static final JsonMapper JSON = new JsonMapper();

    private final RelayNode relay;
    private final int least;
    private final Path file;
    private final Map<UUID, Integer> reached;

    private DisjointPaths(RelayNode relay, int least, Path file, Map<UUID, Integer> reached) {
        this.relay = relay;
        this.least = least;
        this.file = file;
        this.reached = reached;
    }

    /**
     * As the last run left it.
     *
     * @throws IOException with one line that names the file and the remedy
     */
    public static DisjointPaths open(Path stateDirectory, int least, RelayNode relay) throws IOException {
        Files.createDirectories(stateDirectory);
        var file = stateDirectory.resolve("disjoint-paths.json");
        Map<UUID, Integer> reached = new TreeMap<>();
        if (Files.exists(file)) {
            try {
                reached.putAll(JSON.readValue(file.toFile(), new TypeReference<Map<UUID, Integer>>() {}));
            } catch (JsonProcessingException e) {
                throw new IOException(file + " is damaged: it says how many disjoint paths each application once had;"
                        + " mend it, or remove it and the paths may become fewer");
            }
        }
        return new DisjointPaths(relay, least, file, reached);
    }

    /**
     * Why the application's key may not be relayed; empty where it may.
     *
     * @param links over which shares of the application's keys travel
     * @throws IOException where it cannot be kept
     */
    public synchronized Optional<String> objection(UUID appId, Collection<UUID> links) throws IOException {
        int paths = neighbours(links);
        int once = reached.getOrDefault(appId, 1);
        if (paths < least) {
            return Optional.of("local policy demands " + least + " disjoint paths, the shares leave by " + paths);
        }
        if (paths < once) {
            return Optional.of("the shares of application " + appId + " once left by " + once
                    + " neighbours, now only by " + paths + ": local policy allows no fewer");
        }
        if (paths > once) {
            reached.put(appId, paths);
            DurableFile.write(file, JSON.writeValueAsBytes(reached));
        }
        return Optional.empty();
    }

    /** Neighbours by which blocks leave for the other ends of the links. */
    private int neighbours(Collection<UUID> links) {
        var first = new HashSet<UUID>();
        for (var link : links) {
            relay.onward(link).map(Route.Hop::nodeId).ifPresent(first::add);
        }
        return first.size();
    }
}
