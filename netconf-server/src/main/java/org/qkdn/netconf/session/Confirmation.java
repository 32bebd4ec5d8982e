package org.qkdn.netconf.session;

import io.netty.util.Timeout;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.opendaylight.netconf.common.NetconfTimer;
import org.opendaylight.yangtools.yang.common.ErrorTag;
import org.qkdn.netconf.NetconfDatastore;
import org.qkdn.netconf.NetconfError;
import org.qkdn.netconf.data.CheckpointFile;
import org.qkdn.netconf.data.ConfigTree;
import org.qkdn.netconf.data.Undo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.w3c.dom.Element;

/**
 * The confirmed commit that waits for its confirmation, if there is one, and the way back (RFC 6241 8.4). What it changed
 * is taken back when time is up, when its session ends unless it was made to persist, when it is cancelled, and when the
 * server starts anew.
 */
final class Confirmation {
    private static final Logger LOG = LoggerFactory.getLogger(Confirmation.class);

    /** How long a confirmed commit stands, and the token that lets it outlive its session. */
    record Terms(Duration timeout, Optional<String> persist) {}

    private record Pending(Undo undo, Terms terms, long session, String user, Timeout timer) {}

    private final NetconfDatastore datastore;
    private final ConfigTree tree;
    private final NetconfTimer timer;
    private final Optional<CheckpointFile> file;
    private Optional<Pending> pending = Optional.empty();

    Confirmation(NetconfDatastore datastore, ConfigTree tree, NetconfTimer timer, Optional<CheckpointFile> file) {
        this.datastore = datastore;
        this.tree = tree;
        this.timer = timer;
        this.file = file;
    }

    /** Something that commits, letting a gate see its change. */
    @FunctionalInterface
    interface Commit {
        void through(ChangeGate gate) throws NetconfError;
    }

    /** Takes back what a confirmed commit has left that an earlier run of the server did not live to see confirmed. */
    synchronized void recover() throws IOException {
        final var left = file.isPresent() ? file.orElseThrow().read() : Optional.<Undo>empty();
        if (left.isPresent()) {
            LOG.warn("A confirmed commit was not confirmed before the server stopped: it is taken back");
            takeBack(left.orElseThrow(), "confirmed commit");
        }
    }

    /** Confirms by a commit of any kind; with new terms it has to be confirmed in its turn. */
    synchronized void commit(Call call, Optional<Terms> terms, Commit commit) throws NetconfError {
        requireOwn(call, "commit");
        if (terms.isEmpty()) {
            commit.through(change -> {});
            settle();
            return;
        }
        final var earlier = pending.map(Pending::undo);
        final var undo = new Undo[1];
        try {
            commit.through(change -> {
                undo[0] = earlier.isPresent() ? earlier.orElseThrow().and(change, tree) : Undo.of(change);
                keep(undo[0]);
            });
        } catch (NetconfError e) {
            // what stands is what stood
            if (earlier.isPresent()) {
                keep(earlier.orElseThrow());
            } else {
                forget();
            }
            throw e;
        }
        pending.ifPresent(old -> old.timer().cancel());
        final var timeout = timer.newTimeout(
                expired -> Thread.ofVirtual().start(() -> timeUp(expired)),
                terms.orElseThrow().timeout().toMillis(),
                TimeUnit.MILLISECONDS);
        pending = Optional.of(new Pending(
                undo[0],
                terms.orElseThrow(),
                call.session().id(),
                call.session().user().name(),
                timeout));
    }

    synchronized void cancel(Call call) throws NetconfError {
        if (pending.isEmpty()) {
            throw NetconfError.protocol(ErrorTag.OPERATION_FAILED, "no commit waits to be confirmed");
        }
        requireOwn(call, "cancel-commit");
        rollBack("it was cancelled");
    }

    synchronized void ended(ServerSession session) {
        if (pending.filter(
                        p -> p.session() == session.id() && p.terms().persist().isEmpty())
                .isPresent()) {
            rollBack("its session has ended");
        }
    }

    /** Another session that has a commit to confirm: 0 where that commit outlives its session. */
    synchronized Optional<Long> otherThan(long session) {
        return pending.filter(p -> p.session() != session)
                .map(p -> p.terms().persist().isPresent() ? 0L : p.session());
    }

    /** RFC 6241 8.4.1: from the same session, or from any with the token where it was made to persist. */
    private void requireOwn(Call call, String operation) throws NetconfError {
        final var token = call.parameter("persist-id").map(Element::getTextContent);
        final var wanted = pending.flatMap(p -> p.terms().persist());
        if (token.isPresent() && !token.equals(wanted)) {
            throw NetconfError.protocol(
                            ErrorTag.INVALID_VALUE,
                            "no confirmed commit persists by the name '" + token.orElseThrow() + "'")
                    .withInfo("bad-element", "persist-id");
        }
        if (token.isEmpty() && wanted.isPresent()) {
            throw NetconfError.protocol(
                    ErrorTag.IN_USE, operation + " needs the persist-id of the confirmed commit under way");
        }
        final var other = otherThan(call.session().id());
        if (token.isEmpty() && other.isPresent()) {
            throw NetconfError.protocol(
                    ErrorTag.IN_USE, "session " + other.orElseThrow() + " has a commit to confirm first");
        }
    }

    private synchronized void timeUp(Timeout expired) {
        if (pending.filter(p -> p.timer() == expired).isPresent()) {
            rollBack("nobody confirmed it in time");
        }
    }

    private void rollBack(String why) {
        final var commit = pending.orElseThrow();
        LOG.info("The confirmed commit of {} is taken back: {}", commit.user(), why);
        takeBack(commit.undo(), commit.user());
        settle();
    }

    private void takeBack(Undo undo, String user) {
        try {
            datastore.commit(before -> tree.change(before, user, undo.edit()));
        } catch (NetconfError e) {
            LOG.warn("What others have written since does not go with the earlier configuration: {}", e.getMessage());
            restore(undo, user);
        }
        forget();
    }

    /** The whole of it, at the cost of what others have written. */
    private void restore(Undo undo, String user) {
        try {
            datastore.commit(before -> tree.change(before, user, ConfigTree.replacing(before, undo.before())));
        } catch (NetconfError e) {
            LOG.error("A confirmed commit cannot be taken back: {}", e.getMessage());
        }
    }

    /** Nothing waits any more. */
    private void settle() {
        pending.ifPresent(old -> old.timer().cancel());
        pending = Optional.empty();
        forget();
    }

    private void keep(Undo undo) throws NetconfError {
        if (file.isPresent()) {
            try {
                file.orElseThrow().write(undo);
            } catch (IOException e) {
                throw NetconfError.application(ErrorTag.RESOURCE_DENIED, "the way back cannot be stored: " + e);
            }
        }
    }

    private void forget() {
        if (file.isPresent()) {
            try {
                file.orElseThrow().delete();
            } catch (IOException e) {
                LOG.error("A restart will take back what is confirmed: {}", e.toString());
            }
        }
    }
}
