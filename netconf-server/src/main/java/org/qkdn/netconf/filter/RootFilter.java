package org.qkdn.netconf.filter;

import java.util.Optional;
import java.util.Set;
import org.qkdn.netconf.data.Dom;
import org.w3c.dom.Element;

/** Lets some top-level nodes through. */
record RootFilter(Set<TopLevel> names) implements Filter {
    @Override
    public void applyTo(Element data, SchemaRoot schema) {
        for (var child : Dom.children(data)) {
            if (!Filter.names(names, String.valueOf(child.getNamespaceURI()), child.getLocalName())) {
                data.removeChild(child);
            }
        }
    }

    @Override
    public Optional<Set<TopLevel>> roots() {
        return Optional.of(names);
    }
}
