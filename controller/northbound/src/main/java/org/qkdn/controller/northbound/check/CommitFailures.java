package org.qkdn.controller.northbound.check;

import org.opendaylight.mdsal.common.api.OptimisticLockFailedException;
import org.opendaylight.mdsal.common.api.TransactionCommitFailedException;
import org.opendaylight.netconf.api.NetconfDocumentedException;
import org.opendaylight.yangtools.yang.common.ErrorSeverity;
import org.opendaylight.yangtools.yang.common.ErrorTag;
import org.opendaylight.yangtools.yang.common.ErrorType;
import org.opendaylight.yangtools.yang.common.RpcResultBuilder;
import org.opendaylight.yangtools.yang.data.tree.api.ConflictingModificationAppliedException;

/**
 * Failed commits as both northbound protocols understand them: RESTCONF looks for a {@link NetconfDocumentedException} among
 * the causes, others read the list of errors.
 */
public final class CommitFailures {
    private CommitFailures() {}

    public static TransactionCommitFailedException of(Refusal refusal) {
        return failure(refusal.tag(), refusal.message());
    }

    public static TransactionCommitFailedException of(Exception cause) {
        return switch (cause) {
            case TransactionCommitFailedException known -> known;
            case ConflictingModificationAppliedException conflict ->
                new OptimisticLockFailedException("somebody else changed the same data first", conflict);
            default -> failure(ErrorTag.INVALID_VALUE, String.valueOf(cause.getMessage()));
        };
    }

    public static TransactionCommitFailedException failure(ErrorTag tag, String message) {
        return new TransactionCommitFailedException(
                message,
                new NetconfDocumentedException(message, ErrorType.APPLICATION, tag, ErrorSeverity.ERROR),
                RpcResultBuilder.newError(ErrorType.APPLICATION, tag, message));
    }
}
