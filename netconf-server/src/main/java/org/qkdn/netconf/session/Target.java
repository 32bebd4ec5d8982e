package org.qkdn.netconf.session;

import java.util.Locale;
import java.util.Optional;
import org.opendaylight.yangtools.yang.common.ErrorTag;
import org.qkdn.netconf.NetconfError;
import org.qkdn.netconf.data.Dom;
import org.w3c.dom.Element;

/** The datastores there are. */
enum Target {
    RUNNING,
    CANDIDATE;

    String elementName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What {@code <source>} or {@code <target>} names. */
    static Target of(Element operation, String parameter) throws NetconfError {
        final var holder = Dom.child(operation, Dom.BASE, parameter);
        final var choice = holder.flatMap(Dom::firstElement);
        if (choice.isEmpty()) {
            throw NetconfError.protocol(ErrorTag.MISSING_ELEMENT, operation.getLocalName() + " needs a " + parameter)
                    .withInfo("bad-element", parameter);
        }
        return named(choice.orElseThrow());
    }

    static Optional<Target> ifNamed(Element element) {
        if (!Dom.BASE.equals(element.getNamespaceURI())) {
            return Optional.empty();
        }
        return switch (element.getLocalName()) {
            case "running" -> Optional.of(RUNNING);
            case "candidate" -> Optional.of(CANDIDATE);
            default -> Optional.empty();
        };
    }

    private static Target named(Element element) throws NetconfError {
        final var target = ifNamed(element);
        if (target.isEmpty()) {
            throw NetconfError.protocol(
                            ErrorTag.OPERATION_NOT_SUPPORTED, "there is no datastore " + element.getLocalName())
                    .withInfo("bad-element", element.getLocalName());
        }
        return target.orElseThrow();
    }
}
