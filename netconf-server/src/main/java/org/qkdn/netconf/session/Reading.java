package org.qkdn.netconf.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.opendaylight.netconf.api.xml.XmlUtil;
import org.opendaylight.yangtools.yang.common.ErrorTag;
import org.opendaylight.yangtools.yang.common.Revision;
import org.opendaylight.yangtools.yang.data.api.schema.DataContainerChild;
import org.opendaylight.yangtools.yang.model.api.source.SourceIdentifier;
import org.qkdn.netconf.NetconfDatastore;
import org.qkdn.netconf.NetconfError;
import org.qkdn.netconf.NetconfUser;
import org.qkdn.netconf.YangModel;
import org.qkdn.netconf.access.AccessControl;
import org.qkdn.netconf.data.DataXml;
import org.qkdn.netconf.data.Dom;
import org.qkdn.netconf.filter.Filter;
import org.qkdn.netconf.filter.SchemaRoot;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** get, get-config and get-schema. */
final class Reading {
    private final YangModel model;
    private final NetconfDatastore datastore;
    private final Candidate candidate;
    private final ServerState serverState;
    private final AccessControl access;

    Reading(
            YangModel model,
            NetconfDatastore datastore,
            Candidate candidate,
            ServerState serverState,
            AccessControl access) {
        this.model = model;
        this.datastore = datastore;
        this.candidate = candidate;
        this.serverState = serverState;
        this.access = access;
    }

    Document get(Call call) throws NetconfError {
        final var filter = Filter.of(call.operation(), Dom.BASE);
        final var reply = call.reply();
        final var data = Dom.append(reply, Dom.BASE, "data");
        appendAll(data, filter);
        return filtered(call, reply, data, filter);
    }

    /**
     * What a user may see of some top-level nodes.
     *
     * @param state whether state comes with the configuration
     */
    Element visible(NetconfUser user, boolean state, Optional<Filter> roots) throws NetconfError {
        final var data = Dom.append(XmlUtil.newDocument(), Dom.BASE, "data");
        if (state) {
            appendAll(data, roots);
        } else {
            DataXml.append(model.context(), chosen(datastore.running().body(), roots), data);
        }
        access.prune(user, data);
        return data;
    }

    private void appendAll(Element data, Optional<Filter> filter) throws NetconfError {
        DataXml.append(model.context(), chosen(datastore.operational().body(), filter), data);
        serverState.appendTo(data, filter);
    }

    Document getConfig(Call call) throws NetconfError {
        final var filter = Filter.of(call.operation(), Dom.BASE);
        final var content =
                switch (Target.of(call.operation(), "source")) {
                    case RUNNING -> datastore.running();
                    case CANDIDATE -> candidate.content();
                };
        final var reply = call.reply();
        final var data = Dom.append(reply, Dom.BASE, "data");
        DataXml.append(model.context(), chosen(content.body(), filter), data);
        return filtered(call, reply, data, filter);
    }

    Document getSchema(Call call) throws NetconfError {
        final var identifier = parameter(call, "identifier");
        if (identifier.isEmpty()) {
            throw NetconfError.protocol(ErrorTag.MISSING_ELEMENT, "get-schema needs an identifier")
                    .withInfo("bad-element", "identifier");
        }
        final var format = parameter(call, "format").orElse("yang");
        if (!format.equals("yang") && !format.endsWith(":yang")) {
            throw noSchema(identifier.orElseThrow() + " in the format " + format);
        }
        final var found =
                sources(identifier.orElseThrow(), parameter(call, "version").filter(text -> !text.isEmpty()));
        if (found.isEmpty()) {
            throw noSchema(identifier.orElseThrow());
        }
        if (found.size() > 1) {
            throw NetconfError.application(ErrorTag.OPERATION_FAILED, "there are several versions: name one")
                    .withAppTag("data-not-unique");
        }
        final var reply = call.reply();
        Dom.append(
                reply,
                Dispatcher.MONITORING,
                "data",
                model.text(found.getFirst()).orElseThrow());
        return reply.getOwnerDocument();
    }

    private static NetconfError noSchema(String what) {
        return NetconfError.application(ErrorTag.INVALID_VALUE, "there is no schema " + what);
    }

    private List<SourceIdentifier> sources(String name, Optional<String> version) {
        return model.sources().stream()
                .filter(source -> source.name().getLocalName().equals(name))
                .filter(source -> version.isEmpty()
                        || version.equals(Optional.ofNullable(source.revision()).map(Revision::toString)))
                .filter(source -> model.text(source).isPresent())
                .toList();
    }

    private static Optional<String> parameter(Call call, String name) {
        return Dom.child(call.operation(), Dispatcher.MONITORING, name)
                .map(element -> element.getTextContent().strip());
    }

    /** Top-level nodes a filter cannot select need not be written at all. */
    private static List<DataContainerChild> chosen(Iterable<DataContainerChild> nodes, Optional<Filter> filter) {
        final var wanted = filter.flatMap(Filter::roots);
        final var kept = new ArrayList<DataContainerChild>();
        for (var node : nodes) {
            final var name = node.name().getNodeType();
            final var namespace = name.getNamespace().toString();
            if (wanted.isEmpty() || Filter.names(wanted.orElseThrow(), namespace, name.getLocalName())) {
                kept.add(node);
            }
        }
        return kept;
    }

    /** What the user may not see is not there for the filter either (RFC 8341 3.2.4). */
    private Document filtered(Call call, Element reply, Element data, Optional<Filter> filter) throws NetconfError {
        access.prune(call.session().user(), data);
        if (filter.isPresent()) {
            filter.orElseThrow().applyTo(data, SchemaRoot.of(model.context()));
        }
        return reply.getOwnerDocument();
    }
}
