package org.qkdn.netconf.session;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.opendaylight.yangtools.yang.common.ErrorTag;
import org.qkdn.netconf.NetconfError;

/** Who holds which datastore (RFC 6241 7.5). */
final class Locks {
    record Holder(long session, Instant since) {}

    private final Map<Target, Holder> holders = new EnumMap<>(Target.class);

    synchronized void lock(Target target, long session) throws NetconfError {
        final var holder = holders.get(target);
        if (holder != null) {
            throw denied(target, holder.session());
        }
        holders.put(target, new Holder(session, Instant.now()));
    }

    synchronized void unlock(Target target, long session) throws NetconfError {
        final var holder = holders.get(target);
        if (holder == null || holder.session() != session) {
            throw NetconfError.protocol(
                    ErrorTag.OPERATION_FAILED, target.elementName() + " is not locked by this session");
        }
        holders.remove(target);
    }

    /** Unless somebody else holds it. */
    synchronized void requireFree(Target target, long session) throws NetconfError {
        final var holder = holders.get(target);
        if (holder != null && holder.session() != session) {
            throw NetconfError.protocol(
                    ErrorTag.IN_USE, target.elementName() + " is locked by session " + holder.session());
        }
    }

    /** Whether the session held the target. */
    synchronized boolean release(Target target, long session) {
        final var holder = holders.get(target);
        if (holder == null || holder.session() != session) {
            return false;
        }
        holders.remove(target);
        return true;
    }

    synchronized Optional<Holder> holder(Target target) {
        return Optional.ofNullable(holders.get(target));
    }

    static NetconfError denied(Target target, long session) {
        return NetconfError.protocol(
                        ErrorTag.LOCK_DENIED,
                        target.elementName() + " is locked or being changed by session " + session)
                .withInfo("session-id", Long.toString(session));
    }
}
