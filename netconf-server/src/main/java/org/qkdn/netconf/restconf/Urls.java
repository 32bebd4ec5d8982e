package org.qkdn.netconf.restconf;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.stream.Collectors;
import org.opendaylight.netconf.databind.RequestException;
import org.opendaylight.restconf.api.ApiPath;
import org.opendaylight.restconf.server.spi.ApiPathCanonizer;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier;
import org.opendaylight.yangtools.yang.data.api.schema.DataContainerChild;
import org.opendaylight.yangtools.yang.data.api.schema.DataContainerNode;
import org.opendaylight.yangtools.yang.data.api.schema.LeafNode;
import org.opendaylight.yangtools.yang.data.api.schema.MapNode;
import org.opendaylight.yangtools.yang.data.api.schema.NormalizedNode;
import org.opendaylight.yangtools.yang.data.spi.node.ImmutableNodes;
import org.qkdn.netconf.YangModel;
import org.qkdn.netconf.data.Rebuilding;

/** What a client can go to. */
final class Urls {
    private Urls() {}

    /** Of a data resource, below {@code data}. OpenDaylight's own text of a path is not percent-encoded throughout. */
    static String of(YangInstanceIdentifier path, YangModel model) {
        try {
            return new ApiPathCanonizer(model.databind())
                    .dataToApiPath(path).steps().stream().map(Urls::encoded).collect(Collectors.joining("/"));
        } catch (RequestException e) {
            throw new IllegalStateException("a path of the model cannot be written", e);
        }
    }

    private static String encoded(ApiPath.Step step) {
        final var name = (step.module() == null ? "" : step.module() + ":")
                + step.identifier().getLocalName();
        return step instanceof ApiPath.ListInstance entry
                ? name + "="
                        + entry.keyValues().stream()
                                .map(value -> URLEncoder.encode(value, StandardCharsets.UTF_8)
                                        .replace("+", "%20"))
                                .collect(Collectors.joining(","))
                : name;
    }

    /** Streams' locations as URLs by the name that the client has for this server (RFC 8040 6.2). */
    static NormalizedNode absolute(NormalizedNode node, Call call) {
        return switch (node) {
            case LeafNode<?> leaf
            when leaf.body() instanceof String location && location.startsWith(Router.STREAMS) ->
                ImmutableNodes.leafNode(leaf.name(), call.url(location));
            case MapNode map -> Rebuilding.entries(map, entry -> absolute(entry, call));
            case DataContainerNode container -> {
                final var children = new ArrayList<DataContainerChild>();
                container.body().forEach(child -> children.add((DataContainerChild) absolute(child, call)));
                yield Rebuilding.with(container, children);
            }
            default -> node;
        };
    }
}
