package org.qkdn.forwarding.node;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.qkdn.forwarding.relay.Route;

/** The forwarding table on disk, so that relaying goes on where the agent and the controller are gone. */
final class TableFile {
    private static final int FORMAT = 1;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Path file;

    private record StoredTable(int format, List<StoredLink> links) {}

    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    private record StoredLink(UUID linkId, UUID firstNodeId, UUID lastNodeId, StoredHop previous, StoredHop next) {
        static StoredLink of(Route route) {
            return new StoredLink(
                    route.linkId(),
                    route.firstNodeId(),
                    route.lastNodeId(),
                    route.previous().map(StoredHop::of).orElse(null),
                    route.next().map(StoredHop::of).orElse(null));
        }

        Route route() {
            return new Route(
                    linkId,
                    firstNodeId,
                    lastNodeId,
                    Optional.ofNullable(previous).map(StoredHop::hop),
                    Optional.ofNullable(next).map(StoredHop::hop));
        }
    }

    private record StoredHop(UUID nodeId, UUID physLinkId) {
        static StoredHop of(Route.Hop hop) {
            return new StoredHop(hop.nodeId(), hop.physLinkId());
        }

        Route.Hop hop() {
            return new Route.Hop(nodeId, physLinkId);
        }
    }

    TableFile(Path stateDirectory) {
        this.file = stateDirectory.resolve("forwarding-table.json");
    }

    /** @throws IOException with one line that names the file and the remedy */
    List<Route> load() throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            var stored = JSON.readValue(file.toFile(), StoredTable.class);
            if (stored == null || stored.format() != FORMAT || stored.links() == null) {
                throw damaged("not a table of format " + FORMAT);
            }
            return stored.links().stream().map(StoredLink::route).toList();
        } catch (JsonProcessingException e) {
            throw damaged(e.getOriginalMessage());
        } catch (IllegalArgumentException | NullPointerException e) {
            throw damaged(e.getMessage());
        }
    }

    /** On disk when it returns; a crash leaves the table before or this one. */
    void save(List<Route> routes) throws IOException {
        var bytes = JSON.writeValueAsBytes(
                new StoredTable(FORMAT, routes.stream().map(StoredLink::of).toList()));
        DurableFile.write(file, bytes);
    }

    IOException damaged(String why) {
        return new IOException(file + " is damaged (" + why + "): remove it, the node's agent writes it anew");
    }
}
