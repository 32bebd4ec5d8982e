package org.qkdn.netconf.access;

import java.util.Set;
import org.qkdn.netconf.data.NodeInstancePath;

/** One access control rule (RFC 8341 3.3.5). The first that matches decides. */
record Rule(String module, Subject subject, Set<AccessOperation> operations, boolean permits) {
    static final String ANY = "*";

    /** What a rule is about. */
    sealed interface Subject {
        record Anything() implements Subject {}

        record Rpc(String name) implements Subject {}

        record Notification(String name) implements Subject {}

        record Data(NodeInstancePath path) implements Subject {}
    }

    /** Of every module, about anything. */
    static Rule general(boolean permits, Set<AccessOperation> operations) {
        return new Rule(ANY, new Subject.Anything(), operations, permits);
    }

    static Rule execution(String rpc) {
        return new Rule(ANY, new Subject.Rpc(rpc), Set.of(AccessOperation.EXEC), true);
    }

    boolean matchesRpc(String rpcModule, String name) {
        return isOf(rpcModule, AccessOperation.EXEC)
                && switch (subject) {
                    case Subject.Anything anything -> true;
                    case Subject.Rpc rpc -> isAnyOr(rpc.name(), name);
                    case Subject.Notification notification -> false;
                    case Subject.Data data -> false;
                };
    }

    boolean matchesNotification(String notificationModule, String name) {
        return isOf(notificationModule, AccessOperation.READ)
                && switch (subject) {
                    case Subject.Anything anything -> true;
                    case Subject.Notification notification -> isAnyOr(notification.name(), name);
                    case Subject.Rpc rpc -> false;
                    case Subject.Data data -> false;
                };
    }

    boolean matchesData(AccessOperation operation, DataPath node, String user) {
        return isOf(node.module(), operation)
                && switch (subject) {
                    case Subject.Anything anything -> true;
                    case Subject.Data data -> node.isIn(data.path(), user);
                    case Subject.Rpc rpc -> false;
                    case Subject.Notification notification -> false;
                };
    }

    /** Whether it has a say in the reading of some data. */
    boolean concernsReading() {
        return operations.contains(AccessOperation.READ)
                && (subject instanceof Subject.Anything || subject instanceof Subject.Data);
    }

    /** Whether it decides about the reading of all data. */
    boolean coversAllReading() {
        return concernsReading()
                && module.equals(ANY)
                && switch (subject) {
                    case Subject.Data data -> data.path().steps().isEmpty();
                    case Subject.Anything anything -> true;
                    case Subject.Rpc rpc -> false;
                    case Subject.Notification notification -> false;
                };
    }

    private boolean isOf(String itsModule, AccessOperation operation) {
        return operations.contains(operation) && isAnyOr(module, itsModule);
    }

    private static boolean isAnyOr(String wanted, String name) {
        return wanted.equals(ANY) || wanted.equals(name);
    }
}
