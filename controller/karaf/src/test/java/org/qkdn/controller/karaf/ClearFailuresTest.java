package org.qkdn.controller.karaf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.opendaylight.mdsal.common.api.OptimisticLockFailedException;
import org.opendaylight.mdsal.common.api.TransactionCommitFailedException;
import org.opendaylight.netconf.api.NetconfDocumentedException;
import org.opendaylight.yangtools.yang.common.ErrorTag;
import org.opendaylight.yangtools.yang.common.ErrorType;
import org.opendaylight.yangtools.yang.common.RpcResultBuilder;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier;
import org.opendaylight.yangtools.yang.data.tree.api.DataValidationFailedException;

/** Reasons as the clustered datastore wraps them. */
class ClearFailuresTest {
    private static TransactionCommitFailedException wrapped(Exception reason) {
        return new TransactionCommitFailedException(
                "canCommit encountered an unexpected failure", new IllegalStateException("request failed", reason));
    }

    @Test
    void aRefusalOfOurChecksKeepsItsTagAndItsWords() {
        var refusal = new TransactionCommitFailedException(
                "node refers to nothing",
                RpcResultBuilder.newError(ErrorType.APPLICATION, ErrorTag.DATA_MISSING, "node refers to nothing"));
        var told = ClearFailures.reasonOf(wrapped(refusal));
        assertEquals("node refers to nothing", told.getMessage());
        assertEquals(ErrorTag.DATA_MISSING, told.getErrorList().getFirst().getTag());
        assertEquals(
                ErrorTag.DATA_MISSING,
                assertInstanceOf(NetconfDocumentedException.class, told.getCause())
                        .getErrorTag());
    }

    @Test
    void dataThatIsNotValidIsAnInvalidValue() {
        var invalid = new DataValidationFailedException(YangInstanceIdentifier.of(), "a leaf is missing");
        var told = ClearFailures.reasonOf(wrapped(new TransactionCommitFailedException("did not pass", invalid)));
        assertEquals(ErrorTag.INVALID_VALUE, told.getErrorList().getFirst().getTag());
        assertTrue(told.getMessage().contains("a leaf is missing"), told::getMessage);
    }

    @Test
    void aCollisionStaysOneSoThatItIsTriedAgain() {
        var collision = new OptimisticLockFailedException("somebody else was first");
        assertInstanceOf(OptimisticLockFailedException.class, ClearFailures.reasonOf(wrapped(collision)));
    }

    @Test
    void whatNobodyAnsweredIsNotCalledARefusal() {
        var told = ClearFailures.reasonOf(wrapped(new TimeoutException("no answer in 30 s")));
        assertEquals(ErrorTag.OPERATION_FAILED, told.getErrorList().getFirst().getTag());
        assertTrue(told.getMessage().contains("may or may not have happened: no answer in 30 s"), told::getMessage);
    }
}
