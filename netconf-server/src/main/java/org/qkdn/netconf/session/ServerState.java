package org.qkdn.netconf.session;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.opendaylight.yangtools.yang.common.XMLNamespace;
import org.qkdn.netconf.YangModel;
import org.qkdn.netconf.access.AccessControl;
import org.qkdn.netconf.data.Dom;
import org.qkdn.netconf.filter.Filter;
import org.w3c.dom.Element;

/** What a server reports of itself, whatever it serves: its library, its sessions, its streams. */
final class ServerState {
    static final String YANG_LIBRARY = "urn:ietf:params:xml:ns:yang:ietf-yang-library";
    static final String NETMOD_NOTIFICATION = "urn:ietf:params:xml:ns:netmod:notification";

    /**
     * A top-level node.
     *
     * @param extendsData the datastore has its configuration; else it stands in place of what the datastore may say
     */
    private record Section(String namespace, String name, boolean extendsData, Consumer<Element> writer) {}

    private final List<Section> sections;
    private final List<Section> added = new CopyOnWriteArrayList<>();

    ServerState(
            YangModel model,
            YangLibrary library,
            Monitoring monitoring,
            AccessControl access,
            Consumer<Element> streams) {
        sections = List.of(
                        new Section(YANG_LIBRARY, "yang-library", false, library::writeLibrary),
                        new Section(YANG_LIBRARY, "modules-state", false, library::writeModulesState),
                        new Section(Dispatcher.MONITORING, "netconf-state", false, monitoring::write),
                        new Section(NETMOD_NOTIFICATION, "netconf", false, streams),
                        new Section(AccessControl.NAMESPACE, "nacm", true, access::appendState))
                .stream()
                .filter(section -> !model.context()
                        .findModules(XMLNamespace.of(section.namespace()))
                        .isEmpty())
                .toList();
    }

    /** A node that another protocol reports, of a module that the model has. */
    void add(String namespace, String name, Consumer<Element> writer) {
        added.add(new Section(namespace, name, false, writer));
    }

    /** Those a filter can select. */
    void appendTo(Element data, Optional<Filter> filter) {
        final var wanted = filter.flatMap(Filter::roots);
        for (var section : Stream.concat(sections.stream(), added.stream()).toList()) {
            if (wanted.isEmpty() || Filter.names(wanted.orElseThrow(), section.namespace(), section.name())) {
                final var present = Dom.child(data, section.namespace(), section.name());
                if (section.extendsData() && present.isPresent()) {
                    section.writer().accept(present.orElseThrow());
                } else {
                    present.ifPresent(data::removeChild);
                    section.writer().accept(Dom.append(data, section.namespace(), section.name()));
                }
            }
        }
    }
}
