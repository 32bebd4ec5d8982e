package org.qkdn.netconf.data;

import org.opendaylight.yangtools.yang.common.ErrorTag;
import org.opendaylight.yangtools.yang.data.tree.api.DataValidationFailedException;
import org.opendaylight.yangtools.yang.data.tree.api.RequiredElementCountException;
import org.qkdn.netconf.NetconfError;

/** What yangtools finds wrong, in the words of RFC 7950 15. */
final class NetconfErrors {
    private NetconfErrors() {}

    static NetconfError of(DataValidationFailedException e) {
        final var error = NetconfError.application(ErrorTag.OPERATION_FAILED, e.getMessage())
                .withPath(e.getPath());
        return switch (e) {
            case RequiredElementCountException count ->
                error.withAppTag(count.getNetconfErrors().stream()
                        .map(detail -> detail.appTag())
                        .filter(tag -> tag != null)
                        .findFirst()
                        .orElse("too-few-elements"));
            default -> error;
        };
    }
}
