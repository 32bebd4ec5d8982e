package org.qkdn.agent.yang;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.opendaylight.yangtools.yang.common.ErrorTag;
import org.opendaylight.yangtools.yang.common.QName;
import org.opendaylight.yangtools.yang.common.Uint32;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier.NodeIdentifierWithPredicates;
import org.opendaylight.yangtools.yang.data.api.schema.ContainerNode;
import org.opendaylight.yangtools.yang.data.api.schema.MapEntryNode;
import org.opendaylight.yangtools.yang.data.spi.node.ImmutableNodes;
import org.qkdn.netconf.NetconfError;
import org.qkdn.node.v1.RelayedBatches;
import org.qkdn.node.v1.RelayedQuery;
import org.qkdn.node.v1.RelayedRange;

/** Input and output of the operation {@code relayed-keys}. */
public final class RelayedKeysTree {
    private static final String NAME = "relayed-keys";
    private static final int DEFAULT_LIMIT = 1000;

    private RelayedKeysTree() {}

    public static boolean isNamed(QName rpc) {
        return rpc.equals(Etsi015.extensionId(NAME).getNodeType());
    }

    /** What the LKMS is asked. */
    public static RelayedQuery query(ContainerNode input) throws NetconfError {
        return RelayedQuery.newBuilder()
                .setAppId(text(input, "app-id"))
                .setLinkId(text(input, "link-id"))
                .setFromMs(time(input, "from").toEpochMilli())
                .setUntilMs(time(input, "until").toEpochMilli())
                .setLimit(leaf(input, "limit")
                        .map(limit -> ((Uint32) limit).intValue())
                        .orElse(DEFAULT_LIMIT))
                .build();
    }

    public static ContainerNode output(RelayedBatches found) {
        var ranges = new LinkedHashMap<String, MapEntryNode>();
        for (RelayedRange range : found.getRangesList()) {
            ranges.put(range.getFirstKeyId(), entry(range));
        }
        var output = ImmutableNodes.newContainerBuilder()
                .withNodeIdentifier(Etsi015.extensionId("output"))
                .withChild(Etsi015.extensionLeaf("since", time(found.getSinceMs())))
                .withChild(Etsi015.extensionLeaf("more", found.getMore()));
        if (!ranges.isEmpty()) {
            output.withChild(ImmutableNodes.newSystemMapBuilder()
                    .withNodeIdentifier(Etsi015.extensionId("range"))
                    .withValue(ranges.values())
                    .build());
        }
        return output.build();
    }

    private static MapEntryNode entry(RelayedRange range) {
        var list = Etsi015.extensionId("range").getNodeType();
        var key = Etsi015.extensionId("first").getNodeType();
        return ImmutableNodes.newMapEntryBuilder()
                .withNodeIdentifier(NodeIdentifierWithPredicates.of(list, Map.of(key, range.getFirstKeyId())))
                .withChild(Etsi015.extensionLeaf("first", range.getFirstKeyId()))
                .withChild(Etsi015.extensionLeaf("last", range.getLastKeyId()))
                .withChild(Etsi015.extensionLeaf("at", time(range.getAtMs())))
                .build();
    }

    private static String time(long milliseconds) {
        return Instant.ofEpochMilli(milliseconds).toString();
    }

    private static Instant time(ContainerNode input, String name) throws NetconfError {
        try {
            return OffsetDateTime.parse(text(input, name)).toInstant();
        } catch (DateTimeException e) {
            throw NetconfError.application(ErrorTag.INVALID_VALUE, name + " is no time: " + e.getMessage());
        }
    }

    private static String text(ContainerNode input, String name) throws NetconfError {
        return leaf(input, name)
                .map(Object::toString)
                .orElseThrow(() -> NetconfError.application(ErrorTag.MISSING_ELEMENT, NAME + " needs " + name));
    }

    private static Optional<Object> leaf(ContainerNode input, String name) {
        return Optional.ofNullable(input.childByArg(Etsi015.extensionId(name))).map(leaf -> leaf.body());
    }
}
