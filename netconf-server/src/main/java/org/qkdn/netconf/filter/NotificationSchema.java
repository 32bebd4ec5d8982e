package org.qkdn.netconf.filter;

import java.util.Optional;
import org.opendaylight.yangtools.yang.common.QName;
import org.opendaylight.yangtools.yang.model.api.DataNodeContainer;
import org.opendaylight.yangtools.yang.model.api.EffectiveModelContext;
import org.opendaylight.yangtools.yang.model.api.NotificationDefinition;
import org.qkdn.netconf.data.Dom;
import org.w3c.dom.Element;

/** The schema a filter sees of a notification. */
public record NotificationSchema(NotificationDefinition definition) implements SchemaRoot {
    /**
     * Of the notification's name.
     *
     * @throws IllegalArgumentException when the model has no such notification
     */
    public static NotificationSchema of(EffectiveModelContext model, QName name) {
        return model.findModule(name.getModule()).stream()
                .flatMap(module -> module.getNotifications().stream())
                .filter(definition -> definition.getQName().equals(name))
                .findFirst()
                .map(NotificationSchema::new)
                .orElseThrow(() -> new IllegalArgumentException("the model has no notification " + name));
    }

    @Override
    public Optional<DataNodeContainer> childOf(Element element) {
        final var name = definition.getQName();
        return Dom.isNamed(element, name.getNamespace().toString(), name.getLocalName())
                ? Optional.of(definition)
                : Optional.empty();
    }
}
