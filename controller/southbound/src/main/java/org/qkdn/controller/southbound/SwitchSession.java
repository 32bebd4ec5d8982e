package org.qkdn.controller.southbound;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.qkdn.controller.core.engine.Event;
import org.qkdn.optical.ChangeInDoubt;
import org.qkdn.optical.OpticalSwitch;
import org.qkdn.optical.SwitchListener;
import org.qkdn.optical.SwitchResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The session with one optical switch, whatever its driver. */
final class SwitchSession extends DeviceSession<OpticalSwitch> {
    private static final Logger LOG = LoggerFactory.getLogger(SwitchSession.class);

    private final String name;
    private final Driver driver;
    private final Supplier<Set<Integer>> ports;
    private final Mandate mandate;
    private final Pace pace;
    private final Consumer<Event> sink;
    private final Pending<SortedMap<Integer, Integer>> pending;
    private Optional<ChangeInDoubt> doubt = Optional.empty();
    private volatile long readAt;

    /** Opens the switch, anew for each connection. */
    interface Driver {
        OpticalSwitch open(SwitchListener listener) throws IOException;
    }

    /** {@code ports} are those that the plant knows: no other connection is touched. */
    SwitchSession(
            String name,
            Driver driver,
            Supplier<Set<Integer>> ports,
            Mandate mandate,
            Pace pace,
            RandomGenerator random,
            Consumer<Event> sink) {
        super(name, new Backoff(pace, random));
        this.name = name;
        this.driver = driver;
        this.ports = ports;
        this.mandate = mandate;
        this.pace = pace;
        this.sink = sink;
        this.pending = new Pending<>(new Backoff(pace, random));
    }

    /** Has the switch connect this, instead of whatever was wanted before. */
    void apply(SortedMap<Integer, Integer> desired) {
        pending.want(desired);
        wake();
    }

    @Override
    OpticalSwitch connect(Ear ear) throws IOException {
        pending.forget();
        final var open = driver.open(new SwitchListener() {
            @Override
            public void changed() {
                ear.news(SwitchSession.this::readSoon);
            }

            @Override
            public void closed(String reason) {
                ear.end(reason);
            }
        });
        LOG.info(
                "{}: {}{}",
                name,
                open.identity(),
                open.tellsChanges()
                        ? ""
                        : "; it tells nothing unasked, and is read every "
                                + pace.switchReport().toMillis() + " ms");
        try {
            settle(open);
            return open;
        } catch (IOException e) {
            open.close();
            throw e;
        }
    }

    @Override
    void disconnect(OpticalSwitch open) {
        open.close();
    }

    @Override
    long work(OpticalSwitch open) throws IOException {
        if (readAt - System.nanoTime() <= 0) {
            report(open.crossConnects());
        }
        final var due = pending.due(System.nanoTime());
        if (due.isPresent()) {
            program(open, due.get());
        }
        final var now = System.nanoTime();
        return Math.max(0, Math.min(readAt - now, pending.untilDue(now).orElse(Long.MAX_VALUE)));
    }

    @Override
    void readSoon() {
        readAt = System.nanoTime();
    }

    @Override
    void lost(String reason) {
        sink.accept(new Event.SwitchUnreachable(name, reason));
    }

    /** What the last session left half done is done or undone before anything else. */
    private void settle(OpticalSwitch open) throws IOException {
        if (doubt.isPresent()) {
            mandate.require();
            switch (open.settle(doubt.get())) {
                case SwitchResult.Applied done -> LOG.info("{}: the interrupted change is complete", name);
                case SwitchResult.Refused undone ->
                    LOG.warn(
                            "{}: the interrupted change was put back: port {}: {}",
                            name,
                            undone.port(),
                            undone.reason());
            }
            doubt = Optional.empty();
        }
    }

    private void program(OpticalSwitch open, SortedMap<Integer, Integer> desired) throws IOException {
        mandate.require();
        try {
            report(desired, open.apply(desired, ports.get()));
        } catch (ChangeInDoubt e) {
            doubt = Optional.of(e);
            throw e;
        }
    }

    private void report(SortedMap<Integer, Integer> desired, SwitchResult result) {
        switch (result) {
            case SwitchResult.Applied(var connected, int changes) when changes == 0 -> pending.found(desired);
            case SwitchResult.Applied(var connected, int changes) -> {
                LOG.info("{}: {} connections changed", name, changes);
                pending.accepted(desired, System.nanoTime());
                report(connected);
            }
            case SwitchResult.Refused(var connected, int port, String reason) -> {
                LOG.warn("{}: port {} refused: {}", name, port, reason);
                pending.refused(desired, System.nanoTime());
                report(connected);
                sink.accept(new Event.ProgrammingFailed(name, "port " + port + ": " + reason));
            }
        }
    }

    private void report(SortedMap<Integer, Integer> connected) {
        readAt = System.nanoTime() + pace.switchReport().toNanos();
        sink.accept(new Event.SwitchReported(name, connected));
    }
}
