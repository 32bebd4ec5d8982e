package org.qkdn.netconf.access;

import java.util.Optional;
import org.opendaylight.yangtools.yang.common.QName;
import org.opendaylight.yangtools.yang.common.XMLNamespace;
import org.opendaylight.yangtools.yang.model.api.DataNodeContainer;
import org.opendaylight.yangtools.yang.model.api.DataSchemaNode;
import org.opendaylight.yangtools.yang.model.api.EffectiveModelContext;
import org.opendaylight.yangtools.yang.model.api.Module;
import org.qkdn.netconf.data.Dom;
import org.w3c.dom.Element;

/** Takes out of an answer what its reader may not see, without a word (RFC 8341 3.2.4). */
record ReadPruning(EffectiveModelContext model, UserAccess reader) {
    /**
     * Prunes.
     *
     * @param data holds top-level nodes
     */
    void prune(Element data) {
        prune(data, Optional.empty(), Optional.of(model), DefaultDenial.NOTHING);
    }

    private void prune(
            Element parent, Optional<DataPath> above, Optional<DataNodeContainer> schema, DefaultDenial denial) {
        for (var element : Dom.children(parent)) {
            final var module = model.findModules(XMLNamespace.of(String.valueOf(element.getNamespaceURI()))).stream()
                    .findFirst();
            final var own = module.flatMap(known -> schema.flatMap(holder -> child(holder, known, element)));
            final var denied = own.map(denial::with).orElse(denial);
            final var path = DataPath.under(
                    above, module.map(Module::getName).orElse(""), element.getLocalName(), keysOf(element));
            if (reader.may(AccessOperation.READ, path, denied)) {
                prune(
                        element,
                        Optional.of(path),
                        own.filter(DataNodeContainer.class::isInstance).map(DataNodeContainer.class::cast),
                        denied);
            } else {
                parent.removeChild(element);
            }
        }
    }

    private static Optional<DataSchemaNode> child(DataNodeContainer holder, Module module, Element element) {
        return holder.findDataTreeChild(QName.create(module.getQNameModule(), element.getLocalName()));
    }

    private DataPath.Keys keysOf(Element element) {
        return (module, name) -> name.equals(".")
                ? Optional.of(element.getTextContent())
                : model.findModules(module).stream()
                        .findFirst()
                        .flatMap(
                                known -> Dom.child(element, known.getNamespace().toString(), name))
                        .map(Element::getTextContent);
    }
}
