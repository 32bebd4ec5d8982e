package org.qkdn.forwarding.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Dials a neighbour until it answers, and again when the connection ends, ever more slowly while it does not. */
@SuppressWarnings("FutureReturnValueIgnored") // Netty tells the pipeline how its operations end
final class Dialling {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Bootstrap bootstrap;
    private final NeighbourLink link;
    private final EventLoopGroup loop;
    private final BooleanSupplier closed;
    private Duration pause = FIRST_PAUSE;

    Dialling(Bootstrap bootstrap, NeighbourLink link, EventLoopGroup loop, BooleanSupplier closed) {
        this.bootstrap = bootstrap;
        this.link = link;
        this.loop = loop;
        this.closed = closed;
    }

    void dial() {
        if (closed.getAsBoolean()) {
            return;
        }
        var neighbour = link.neighbour();
        bootstrap.connect(neighbour.host(), neighbour.port()).addListener((ChannelFuture attempt) -> {
            if (attempt.isSuccess()) {
                attempt.channel().closeFuture().addListener(end -> again());
            } else {
                link.failed(String.valueOf(attempt.cause().getMessage()));
                again();
            }
        });
    }

    /** Only on the event loop, which has one thread. */
    private void again() {
        if (closed.getAsBoolean() || loop.isShuttingDown()) {
            return;
        }
        pause = link.takeWasConnected() ? FIRST_PAUSE : longer(pause);
        var millis = pause.toMillis();
        var unused = loop.schedule(
                this::dial, millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1), TimeUnit.MILLISECONDS);
    }

    private static Duration longer(Duration pause) {
        var doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }
}
