package org.qkdn.netconf.session;

import io.netty.channel.Channel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.opendaylight.netconf.transport.api.TransportChannel;
import org.opendaylight.netconf.transport.api.TransportChannelListener;
import org.opendaylight.netconf.transport.api.TransportStack;
import org.opendaylight.netconf.transport.api.UnsupportedConfigurationException;
import org.qkdn.netconf.CallHome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls one client, and again whenever the connection ends: a persistent connection (RFC 8071 3.1). Between two attempts
 * that fail it waits one second, then twice as long each time, up to 30 seconds.
 */
final class Caller implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Caller.class);
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final long PATIENCE_SECONDS = 20;

    /** Opens a connection and hands what becomes of it to the listener. */
    @FunctionalInterface
    interface Dial {
        Future<? extends TransportStack> start(TransportChannelListener<TransportChannel> listener)
                throws UnsupportedConfigurationException;
    }

    private final CallHome home;
    private final Dial dial;
    private final Transport transport;
    private final Thread thread;

    private Caller(CallHome home, Dial dial, Transport transport) {
        this.home = home;
        this.dial = dial;
        this.transport = transport;
        thread = Thread.ofVirtual().name("netconf-call-home").unstarted(this::run);
    }

    static Caller start(CallHome home, Dial dial, Transport transport) {
        final var caller = new Caller(home, dial, transport);
        caller.thread.start();
        return caller;
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        var pause = SHORTEST;
        String said = "";
        try {
            while (true) {
                final var outcome = call();
                if (outcome.isEmpty()) {
                    pause = SHORTEST;
                } else {
                    if (!outcome.equals(said)) {
                        LOG.info("Nobody to be reached at home, {}: {}", home, outcome);
                    }
                    pause = pause.multipliedBy(2).compareTo(LONGEST) < 0 ? pause.multipliedBy(2) : LONGEST;
                }
                said = outcome;
                Thread.sleep(pause);
            }
        } catch (InterruptedException e) {
            LOG.debug("No more calls to {}", home);
        }
    }

    /** Lasts as long as the connection does; tells why there was none, or nothing where there was one. */
    private String call() throws InterruptedException {
        final var up = new CompletableFuture<Channel>();
        try {
            final var stack = dial.start(new Passing(transport, up)).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            try {
                final var channel = up.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
                LOG.info("Called home: {}", home);
                channel.closeFuture().await();
                return "";
            } finally {
                final var ignored = stack.shutdown();
            }
        } catch (ExecutionException e) {
            return String.valueOf(e.getCause().getMessage());
        } catch (TimeoutException e) {
            return "no session within " + PATIENCE_SECONDS + " s";
        } catch (UnsupportedConfigurationException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** Hands on, and takes note. */
    private record Passing(Transport transport, CompletableFuture<Channel> up)
            implements TransportChannelListener<TransportChannel> {
        @Override
        public void onTransportChannelEstablished(TransportChannel established) {
            transport.onTransportChannelEstablished(established);
            up.complete(established.channel());
        }

        @Override
        public void onTransportChannelFailed(Throwable cause) {
            transport.onTransportChannelFailed(cause);
            up.completeExceptionally(cause);
        }
    }
}
