package org.qkdn.controller.southbound;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One device's virtual thread: connects, serves the connection until it ends, waits, connects again. All that concerns
 * the device happens on this thread, in order; the network's threads only leave letters.
 *
 * @param <C> the open connection
 */
abstract class DeviceSession<C> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeviceSession.class);
    private static final int MOST_NEWS = 10_000;

    private final String name;
    private final Backoff backoff;
    private final BlockingQueue<Letter> letters = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile boolean closed;
    private long connection;
    private boolean wasUp;
    private Optional<String> lastReason = Optional.empty();

    DeviceSession(String name, Backoff backoff) {
        this.name = name;
        this.backoff = backoff;
        this.thread = Thread.ofVirtual().name("session-" + name).unstarted(this::run);
    }

    abstract C connect(Ear ear) throws IOException;

    abstract void disconnect(C open);

    /** Does one thing that is due, and returns the nanoseconds until the next is. Starts with a reading. */
    abstract long work(C open) throws IOException;

    /** Something was missed: read anew. */
    abstract void readSoon();

    /** The connection ended or could not be opened. Not called again for the same reason. */
    abstract void lost(String reason);

    final void start() {
        thread.start();
    }

    /** Has the thread look whether something is due. */
    final void wake() {
        leave(new Letter.Wake());
    }

    @Override
    public final void close() {
        closed = true;
        thread.interrupt();
        try {
            if (!Thread.currentThread().equals(thread)) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closed) {
            letters.clear();
            connection++;
            final var reason = live();
            if (closed) {
                return;
            }
            if (wasUp || !lastReason.equals(Optional.of(reason))) {
                LOG.info("{}: no session: {}", name, reason);
                lost(reason);
            }
            wasUp = false;
            lastReason = Optional.of(reason);
            pause();
        }
    }

    /** One connection's life; returns why it ended. */
    private String live() {
        try {
            final var open = connect(new Ear(connection));
            try {
                LOG.info("{}: session open", name);
                readSoon();
                return serve(open);
            } finally {
                disconnect(open);
            }
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            return "closed";
        } catch (RuntimeException e) {
            LOG.error("{}: session failed", name, e);
            return "internal error: " + e;
        }
    }

    private String serve(C open) throws IOException, InterruptedException {
        while (!closed) {
            final var wait = work(open);
            if (!wasUp) {
                wasUp = true;
                backoff.reset();
            }
            final var letter = Optional.ofNullable(letters.poll(wait, TimeUnit.NANOSECONDS));
            switch (letter.orElseGet(Letter.Wake::new)) {
                case Letter.News(long of, Runnable what) when of == connection -> what.run();
                case Letter.End(long of, String reason)
                when of == connection -> {
                    return reason;
                }
                case Letter.News late -> LOG.debug("{}: news of an earlier connection {}", name, late.of());
                case Letter.End late -> LOG.debug("{}: end of an earlier connection {}", name, late.of());
                case Letter.Wake wake -> {
                    // work() looks what is due
                }
            }
        }
        return "closed";
    }

    private void pause() {
        try {
            Thread.sleep(backoff.next());
        } catch (InterruptedException e) {
            LOG.debug("{}: closed while waiting", name, e);
        }
    }

    /** News that find no room are lost; that the connection ended never is. */
    private void leave(Letter letter) {
        if (letter instanceof Letter.News && letters.size() >= MOST_NEWS) {
            readSoon();
        } else {
            letters.add(letter);
        }
    }

    /** What a connection's network threads may call. */
    final class Ear {
        private final long of;

        private Ear(long of) {
            this.of = of;
        }

        /** Has the device's thread do this. */
        void news(Runnable what) {
            leave(new Letter.News(of, what));
        }

        void end(String reason) {
            leave(new Letter.End(of, reason));
        }
    }

    private sealed interface Letter {
        record News(long of, Runnable what) implements Letter {}

        record End(long of, String reason) implements Letter {}

        record Wake() implements Letter {}
    }
}
