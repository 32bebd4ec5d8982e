package org.qkdn.netconf.restconf;

import java.text.ParseException;
import java.util.Optional;
import java.util.Set;
import org.opendaylight.netconf.databind.DatabindPath;
import org.opendaylight.netconf.databind.RequestException;
import org.opendaylight.restconf.api.ApiPath;
import org.opendaylight.restconf.server.spi.ApiPathNormalizer;
import org.opendaylight.yangtools.yang.common.QName;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier.NodeIdentifierWithPredicates;
import org.opendaylight.yangtools.yang.data.util.DataSchemaContext;
import org.opendaylight.yangtools.yang.model.api.ContainerSchemaNode;
import org.opendaylight.yangtools.yang.model.api.DataNodeContainer;
import org.opendaylight.yangtools.yang.model.api.DataSchemaNode;
import org.opendaylight.yangtools.yang.model.api.LeafListSchemaNode;
import org.opendaylight.yangtools.yang.model.api.ListSchemaNode;
import org.qkdn.netconf.YangModel;
import org.qkdn.netconf.filter.Filter;

/** The data resource a request is about (RFC 8040 3.5); of the empty path it is the datastore. */
record Target(DatabindPath.Data path) {
    /** @param text as in the URL, below {@code data} */
    static Target of(YangModel model, String text) throws Refusal {
        try {
            return new Target(new ApiPathNormalizer(model.databind()).normalizeDataPath(ApiPath.parse(text)));
        } catch (ParseException e) {
            throw Refusal.bad("path '" + text + "': " + e.getMessage());
        } catch (RequestException e) {
            // that the model has no such node, or the key no such value
            throw Refusal.of(e);
        } catch (IllegalArgumentException | UnsupportedOperationException e) {
            throw Refusal.bad("path '" + text + "': " + e.getMessage());
        }
    }

    YangInstanceIdentifier instance() {
        return path.instance();
    }

    boolean isDatastore() {
        return instance().isEmpty();
    }

    DataSchemaNode schema() {
        return path.schema().dataSchemaNode();
    }

    boolean isConfiguration() {
        return isDatastore() || schema().effectiveConfig().orElse(Boolean.TRUE);
    }

    /** Exists by itself, whether or not data below it does (RFC 7950 7.5.1). */
    boolean isNonPresenceContainer() {
        return schema() instanceof ContainerSchemaNode container && !container.isPresenceContainer();
    }

    /** Whether it is a container or an entry of a list, or the datastore. */
    boolean holdsNodes() {
        return isDatastore() || schema() instanceof DataNodeContainer;
    }

    boolean isKey() {
        final var parent = instance().getParent();
        return parent != null
                && parent.getLastPathArgument() instanceof NodeIdentifierWithPredicates keys
                && keys.keySet().contains(schema().getQName());
    }

    boolean isUserOrdered() {
        return switch (schema()) {
            case ListSchemaNode list -> list.isUserOrdered();
            case LeafListSchemaNode list -> list.isUserOrdered();
            default -> false;
        };
    }

    /** The container or list entry, or the datastore, that this is in. */
    Target holder() {
        final var databind = path.databind();
        var above = instance().coerceParent();
        while (!above.isEmpty() && databind.schemaTree().childByPath(above) instanceof DataSchemaContext.PathMixin) {
            above = above.coerceParent();
        }
        if (above.isEmpty()) {
            return new Target(new DatabindPath.Data(databind));
        }
        final var at = databind.schemaTree().enterPath(above).orElseThrow();
        return new Target(new DatabindPath.Data(databind, at.stack().toInference(), above, at.node()));
    }

    /** What has to be read to find it. */
    Optional<Filter> roots() {
        if (isDatastore()) {
            return Optional.empty();
        }
        final var top = path.inference().statementPath().getFirst();
        final var name = top.argument() instanceof QName qname
                ? qname
                : instance().getPathArguments().getFirst().getNodeType();
        return Optional.of(
                Filter.ofRoots(Set.of(new Filter.TopLevel(name.getNamespace().toString(), name.getLocalName()))));
    }
}
