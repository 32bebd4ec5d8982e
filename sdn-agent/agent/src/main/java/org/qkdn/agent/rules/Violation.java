package org.qkdn.agent.rules;

import org.opendaylight.yangtools.yang.common.ErrorTag;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier;

/**
 * A configuration that cannot work at this node.
 *
 * @param path what is wrong
 * @param message names the value and what to do instead
 */
public record Violation(YangInstanceIdentifier path, ErrorTag tag, String message) {
    static Violation invalid(YangInstanceIdentifier path, String message) {
        return new Violation(path, ErrorTag.INVALID_VALUE, message);
    }

    static Violation missing(YangInstanceIdentifier path, String message) {
        return new Violation(path, ErrorTag.MISSING_ELEMENT, message);
    }

    static Violation denied(YangInstanceIdentifier path, String message) {
        return new Violation(path, ErrorTag.ACCESS_DENIED, message);
    }
}
