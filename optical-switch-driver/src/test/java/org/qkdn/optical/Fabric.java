package org.qkdn.optical;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;

/**
 * The glass of an emulated switch with inputs 1 to 8 and outputs 9 to 16, and all that can be wrong with it. Like the real
 * ones it does not look whether an egress is taken. What speaks to the driver is an {@link Emulated} in front of it.
 */
final class Fabric {
    static final int PORTS = 16;

    private final SortedMap<Integer, Integer> connections = new TreeMap<>();
    private final SortedMap<Integer, String> health = new TreeMap<>();
    private final Set<Integer> broken = new TreeSet<>();
    private final List<Runnable> others = new ArrayList<>();
    private Optional<CountDownLatch> gate = Optional.empty();
    private Optional<Loss> loss = Optional.empty();
    private int requests;

    /** Says that it did and did not. */
    volatile boolean lies;
    /** Says so too, and leaves every port that it was to move in the dark. */
    volatile boolean darkens;
    /** Leaves a refused request half done. */
    volatile boolean partial;
    /** Answers what nobody can read. */
    volatile boolean garbled;
    /** Connections survive a restart. */
    volatile boolean preserves = true;

    /** The session ends, or no answer ever comes, at the change request of that number (from 1), done or not. */
    record Loss(int request, boolean done, boolean silent) {}

    /** What a management interface must do instead of answering. */
    static final class Lost extends RuntimeException {
        private static final long serialVersionUID = 1L;

        final boolean silent;

        Lost(boolean silent) {
            this.silent = silent;
        }
    }

    synchronized SortedMap<Integer, Integer> connections() {
        return new TreeMap<>(connections);
    }

    synchronized void set(SortedMap<Integer, Integer> pairs) {
        connections.clear();
        connections.putAll(pairs);
    }

    synchronized String health(int port) {
        return health.getOrDefault(port, "ENABLED");
    }

    /** ENABLED, DISABLED or FAILED. */
    synchronized void health(int port, String state) {
        health.put(port, state);
    }

    /** A mirror that will not move, though the port is said to be in order. */
    synchronized void breakPort(int port) {
        broken.add(port);
    }

    /** Somebody else does this just before the next change request. */
    synchronized void before(Runnable what) {
        others.add(what);
    }

    synchronized CountDownLatch hold() {
        final var latch = new CountDownLatch(1);
        gate = Optional.of(latch);
        return latch;
    }

    synchronized void lose(Loss when) {
        loss = Optional.of(when);
        requests = 0;
    }

    synchronized int requests() {
        return requests;
    }

    /** Until the next one has come, which may be later than the driver gave up. */
    synchronized void awaitRequest() throws InterruptedException {
        while (requests == 0) {
            wait();
        }
    }

    synchronized void restart() {
        if (!preserves) {
            connections.clear();
        }
    }

    /** One change request. The answer: empty, or what is wrong. */
    Optional<String> carryOut(Collection<Integer> disconnect, Map<Integer, Integer> connect) {
        await();
        synchronized (this) {
            others.forEach(Runnable::run);
            others.clear();
            requests++;
            notifyAll();
            final var lost = loss.filter(when -> when.request() == requests);
            if (lost.isPresent() && !lost.get().done()) {
                throw new Lost(lost.get().silent());
            }
            final var complaint = lies ? Optional.<String>empty() : move(disconnect, connect);
            if (lost.isPresent()) {
                throw new Lost(lost.get().silent());
            }
            return complaint;
        }
    }

    private Optional<String> move(Collection<Integer> disconnect, Map<Integer, Integer> connect) {
        final SortedMap<Integer, Integer> before = connections();
        connections.keySet().removeAll(disconnect);
        if (darkens) {
            connections.keySet().removeAll(connect.keySet());
            return Optional.empty();
        }
        for (var pair : connect.entrySet()) {
            if (broken.contains(pair.getKey()) || broken.contains(pair.getValue())) {
                if (!partial) {
                    set(before);
                }
                return Optional.of("mirror stuck");
            }
            connections.put(pair.getKey(), pair.getValue());
        }
        return Optional.empty();
    }

    private void await() {
        final Optional<CountDownLatch> held;
        synchronized (this) {
            held = gate;
        }
        try {
            if (held.isPresent()) {
                held.get().await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
