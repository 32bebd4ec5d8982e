package org.qkdn.netconf.restconf;

import java.text.ParseException;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;
import org.opendaylight.netconf.databind.RequestException;
import org.opendaylight.restconf.api.ApiPath;
import org.opendaylight.restconf.api.query.InsertParam;
import org.opendaylight.restconf.server.spi.ApiPathNormalizer;
import org.opendaylight.yangtools.yang.common.ErrorTag;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier.PathArgument;
import org.opendaylight.yangtools.yang.data.api.schema.NormalizedNode;
import org.opendaylight.yangtools.yang.data.api.schema.UserLeafSetNode;
import org.opendaylight.yangtools.yang.data.api.schema.UserMapNode;
import org.opendaylight.yangtools.yang.data.spi.node.ImmutableNodes;
import org.opendaylight.yangtools.yang.data.tree.api.DataTreeModification;
import org.qkdn.netconf.NetconfError;

/** Where in a list ordered by the user an entry goes (RFC 8040 4.8.5, 4.8.6). */
record Placement(YangInstanceIdentifier entry, Optional<InsertParam> insert, Optional<PathArgument> point) {
    private static final Set<String> KNOWN = Set.of("insert", "point");

    static Placement of(Query query, Target entry) throws Refusal {
        query.allow(KNOWN);
        final var insert = query.value("insert", InsertParam::forUriValue);
        final boolean needsPoint = insert.filter(how -> how == InsertParam.BEFORE || how == InsertParam.AFTER)
                .isPresent();
        if (insert.isPresent() && !entry.isUserOrdered()) {
            throw Refusal.bad("insert is for lists that the user orders");
        }
        if (needsPoint != query.text("point").isPresent()) {
            throw Refusal.bad("point goes with insert=before or insert=after, and these need it");
        }
        return new Placement(entry.instance(), insert, point(query, entry));
    }

    private static Optional<PathArgument> point(Query query, Target entry) throws Refusal {
        final var text = query.text("point");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            final var path = ApiPath.parseUrl(text.orElseThrow().replaceFirst("^/", ""));
            final var at = new ApiPathNormalizer(entry.path().databind())
                    .normalizeDataPath(path)
                    .instance();
            if (!at.coerceParent().equals(entry.instance().coerceParent())) {
                throw Refusal.bad("point='" + text.orElseThrow() + "' is no entry of the same list");
            }
            return Optional.of(at.getLastPathArgument());
        } catch (ParseException e) {
            throw Refusal.bad("point='" + text.orElseThrow() + "': " + e.getMessage());
        } catch (RequestException e) {
            throw Refusal.of(e);
        }
    }

    void applyTo(DataTreeModification tree) throws NetconfError {
        if (insert.isEmpty()) {
            return;
        }
        final var list = entry.coerceParent();
        switch (tree.readNode(list).orElse(null)) {
            case UserMapNode map -> {
                final var ordered = ImmutableNodes.newUserMapBuilder().withNodeIdentifier(map.name());
                for (var node : order(map.body())) {
                    ordered.withChild(node);
                }
                tree.write(list, ordered.build());
            }
            case UserLeafSetNode<?> values -> tree.write(list, reordered(values));
            case null, default ->
                throw new IllegalStateException(list + " is ordered by the user and holds no entries");
        }
    }

    private <T> NormalizedNode reordered(UserLeafSetNode<T> values) throws NetconfError {
        final var ordered = ImmutableNodes.<T>newUserLeafSetBuilder().withNodeIdentifier(values.name());
        for (var node : order(values.body())) {
            ordered.withChild(node);
        }
        return ordered.build();
    }

    private <N extends NormalizedNode> Iterable<N> order(Iterable<? extends N> entries) throws NetconfError {
        final var others = new ArrayList<N>();
        final var own = new ArrayList<N>();
        entries.forEach(node -> (node.name().equals(entry.getLastPathArgument()) ? own : others).add(node));
        int at =
                switch (insert.orElseThrow()) {
                    case FIRST -> 0;
                    case LAST -> others.size();
                    case BEFORE -> indexOfPoint(others);
                    case AFTER -> indexOfPoint(others) + 1;
                };
        others.addAll(at, own);
        return others;
    }

    private <N extends NormalizedNode> int indexOfPoint(ArrayList<N> others) throws NetconfError {
        for (int i = 0; i < others.size(); i++) {
            if (others.get(i).name().equals(point.orElseThrow())) {
                return i;
            }
        }
        throw NetconfError.protocol(ErrorTag.BAD_ATTRIBUTE, "point is no entry of the list")
                .withAppTag("missing-instance")
                .withPath(entry);
    }
}
