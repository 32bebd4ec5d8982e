package org.qkdn.agent.node;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread on which an agent thinks: what happens is put in a row, so that its state needs no locks. */
public final class Loop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);

    private final ScheduledExecutorService executor;

    public Loop(String name) {
        executor = Executors.newSingleThreadScheduledExecutor(
                Thread.ofVirtual().name("agent-" + name).factory());
    }

    /** After {@link #close} nothing is run any more. */
    public void execute(Runnable task) {
        later(Duration.ZERO, task);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // failures are logged by the task's wrapper
    public void later(Duration delay, Runnable task) {
        try {
            executor.schedule(() -> run(task), delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.trace("closed", e);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // failures are logged by the task's wrapper
    public void every(Duration period, Runnable task) {
        executor.scheduleAtFixedRate(() -> run(task), period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("an event could not be handled", e);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
