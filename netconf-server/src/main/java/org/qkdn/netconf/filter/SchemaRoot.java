package org.qkdn.netconf.filter;

import java.util.Optional;
import org.opendaylight.yangtools.yang.model.api.DataNodeContainer;
import org.w3c.dom.Element;

/** Finds the schema of the topmost elements a filter looks at: of a datastore, or of a notification. */
@FunctionalInterface
public interface SchemaRoot {
    Optional<DataNodeContainer> childOf(Element element);

    static SchemaRoot of(DataNodeContainer context) {
        return element -> Selection.childSchema(context, element);
    }
}
