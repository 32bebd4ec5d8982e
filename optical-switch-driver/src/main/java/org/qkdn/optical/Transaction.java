package org.qkdn.optical;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.qkdn.optical.Reconfiguration.Shortcoming;

/** Makes changes all or nothing, whatever the protocol: asks first, believes nothing, puts back. */
final class Transaction implements OpticalSwitch {
    private final SwitchProtocol protocol;
    private final ReentrantLock lock = new ReentrantLock();

    Transaction(SwitchProtocol protocol) {
        this.protocol = protocol;
    }

    @Override
    public SwitchIdentity identity() {
        return protocol.identity();
    }

    @Override
    public boolean tellsChanges() {
        return protocol.tellsChanges();
    }

    @Override
    public SortedMap<Integer, PortHealth> ports() throws IOException {
        return alone(protocol::ports);
    }

    @Override
    public SortedMap<Integer, Integer> crossConnects() throws IOException {
        return alone(protocol::crossConnects);
    }

    @Override
    public SwitchResult change(Set<Integer> disconnect, SortedMap<Integer, Integer> connect) throws IOException {
        return alone(() -> {
            final var present = protocol.crossConnects();
            final var removals = new TreeMap<Integer, Integer>();
            for (int ingress : disconnect) {
                if (!present.containsKey(ingress)) {
                    return new SwitchResult.Refused(present, ingress, "port " + ingress + " is not connected");
                }
                removals.put(ingress, present.get(ingress));
            }
            return carryOut(new Reconfiguration(removals, connect), present);
        });
    }

    @Override
    public SwitchResult apply(SortedMap<Integer, Integer> desired, Set<Integer> ports) throws IOException {
        return alone(() -> {
            final var present = protocol.crossConnects();
            return carryOut(Reconfiguration.of(present, desired, ports), present);
        });
    }

    @Override
    public SwitchResult settle(ChangeInDoubt doubt) throws IOException {
        return alone(() -> {
            final var change = doubt.change();
            final var shown = protocol.crossConnects();
            final var missing = change.shortcoming(shown);
            return missing.isEmpty()
                    ? new SwitchResult.Applied(shown, change.size())
                    : putBack(
                            change,
                            shown,
                            new Shortcoming(
                                    missing.get().port(),
                                    "the session ended before all was done: "
                                            + missing.get().reason()));
        });
    }

    @Override
    public void close() {
        protocol.close();
    }

    private SwitchResult carryOut(Reconfiguration change, SortedMap<Integer, Integer> present) throws IOException {
        if (change.size() == 0) {
            return new SwitchResult.Applied(present, 0);
        }
        final var objection = objection(change, present);
        if (objection.isPresent()) {
            return new SwitchResult.Refused(
                    present, objection.get().port(), objection.get().reason());
        }
        try {
            final var refusal = protocol.carryOut(change, present);
            final var shown = protocol.crossConnects();
            final var missing = change.shortcoming(shown);
            if (refusal.isEmpty() && missing.isEmpty()) {
                return new SwitchResult.Applied(shown, change.size());
            }
            final var port = refusal.flatMap(SwitchProtocol.Refusal::ingress)
                    .or(() -> missing.map(Shortcoming::port))
                    .orElseGet(() -> first(change));
            final var reason = refusal.map(SwitchProtocol.Refusal::reason)
                    .or(() -> missing.map(Shortcoming::reason))
                    .orElse("");
            return putBack(change, shown, new Shortcoming(port, reason));
        } catch (IOException e) {
            throw new ChangeInDoubt(change, e);
        }
    }

    /** What speaks against it before anything is sent. */
    private Optional<Shortcoming> objection(Reconfiguration change, SortedMap<Integer, Integer> present)
            throws IOException {
        final var after = change.after(present);
        for (var pair : change.additions().entrySet()) {
            final var taken = Optional.ofNullable(present.get(pair.getKey()))
                    .filter(egress -> !egress.equals(change.removals().get(pair.getKey())))
                    .map(egress -> new Shortcoming(
                            pair.getKey(),
                            "port " + pair.getKey() + " would be used twice: it is in use by connection "
                                    + pair.getKey() + " to " + egress));
            final var clash = taken.or(() -> Reconfiguration.clash(pair, after));
            if (clash.isPresent()) {
                return clash;
            }
        }
        if (change.additions().isEmpty()) {
            return Optional.empty();
        }
        final var ports = protocol.ports();
        for (var pair : change.additions().entrySet()) {
            for (int port : new int[] {pair.getKey(), pair.getValue()}) {
                final var unfit = unfit(port, ports);
                if (unfit.isPresent()) {
                    return unfit;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Shortcoming> unfit(int port, SortedMap<Integer, PortHealth> ports) {
        if (ports.isEmpty()) {
            return Optional.empty();
        }
        if (!ports.containsKey(port)) {
            return Optional.of(new Shortcoming(
                    port,
                    "there is no port " + port + ": this switch has ports " + ports.firstKey() + " to "
                            + ports.lastKey()));
        }
        return Optional.of(ports.get(port))
                .filter(health -> !health.isUsable())
                .map(health -> new Shortcoming(port, "port " + port + " " + health.words()));
    }

    private SwitchResult putBack(Reconfiguration change, SortedMap<Integer, Integer> shown, Shortcoming why)
            throws IOException {
        final var undo = change.undoing(shown);
        if (undo.size() == 0) {
            return new SwitchResult.Refused(shown, why.port(), why.reason() + unrestored(change, shown));
        }
        final var refusal = protocol.carryOut(undo, shown);
        final var restored = protocol.crossConnects();
        final var failure = refusal.map(SwitchProtocol.Refusal::reason)
                .or(() -> undo.shortcoming(restored).map(missing -> "port " + missing.port() + ": " + missing.reason()))
                .map(reason -> "; it could not be put back: " + reason);
        return new SwitchResult.Refused(
                restored, why.port(), why.reason() + failure.orElseGet(() -> unrestored(change, restored)));
    }

    /** Connections that are gone for good: others took their ports in the meantime. */
    private static String unrestored(Reconfiguration change, SortedMap<Integer, Integer> shown) {
        return change.removals().entrySet().stream()
                .filter(pair -> !pair.getValue().equals(shown.get(pair.getKey())))
                .map(pair -> "; connection " + pair.getKey() + " to " + pair.getValue()
                        + " could not be put back: its ports were taken meanwhile")
                .findFirst()
                .orElse("");
    }

    private static int first(Reconfiguration change) {
        return change.additions().isEmpty()
                ? change.removals().firstKey()
                : change.additions().firstKey();
    }

    private <T> T alone(Call<T> call) throws IOException {
        lock.lock();
        try {
            return call.make();
        } finally {
            lock.unlock();
        }
    }

    @FunctionalInterface
    private interface Call<T> {
        T make() throws IOException;
    }
}
