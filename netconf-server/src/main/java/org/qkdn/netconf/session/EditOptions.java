package org.qkdn.netconf.session;

import org.opendaylight.yangtools.yang.common.ErrorTag;
import org.qkdn.netconf.NetconfError;
import org.qkdn.netconf.data.Operation;

/**
 * The options of edit-config (RFC 6241 7.2).
 *
 * @param test running is valid at any time whatever is asked for, a candidate only where the client asks for a test:
 *     so SET where the request says nothing
 * @param goesOn continue-on-error; else the edit is all or nothing, which stop-on-error allows and rollback-on-error wants
 */
record EditOptions(Operation defaultOperation, Test test, boolean goesOn) {
    enum Test {
        TEST_THEN_SET,
        SET,
        TEST_ONLY
    }

    static EditOptions of(Call call) throws NetconfError {
        final var defaultOperation = call.text("default-operation").orElse("merge");
        final var operation = Operation.ofDefaultOperation(defaultOperation);
        if (operation.isEmpty()) {
            throw invalid("default-operation", defaultOperation);
        }
        final var errorOption = call.text("error-option").orElse("stop-on-error");
        final boolean goesOn =
                switch (errorOption) {
                    case "stop-on-error", "rollback-on-error" -> false;
                    case "continue-on-error" -> true;
                    default -> throw invalid("error-option", errorOption);
                };
        return new EditOptions(
                operation.orElseThrow(), test(call.text("test-option").orElse("set")), goesOn);
    }

    private static Test test(String option) throws NetconfError {
        return switch (option) {
            case "test-then-set" -> Test.TEST_THEN_SET;
            case "set" -> Test.SET;
            case "test-only" -> Test.TEST_ONLY;
            default -> throw invalid("test-option", option);
        };
    }

    private static NetconfError invalid(String name, String value) {
        return NetconfError.protocol(ErrorTag.INVALID_VALUE, name + " cannot be '" + value + "'")
                .withInfo("bad-element", name);
    }
}
