package org.qkdn.emulator.soak;

import java.io.IOException;
import java.util.Optional;
import org.qkdn.emulator.run.ChildProcess;

/** A process of a node that dies now and then and is started again at once. */
final class KillableProcess implements AutoCloseable {
    private final String name;
    private final ChildProcess process;
    private boolean closed;

    KillableProcess(String name, ChildProcess process) {
        this.name = name;
        this.process = process;
    }

    String name() {
        return name;
    }

    synchronized long pid() {
        return process.pid();
    }

    synchronized void start() throws IOException {
        if (!closed) {
            process.start();
        }
    }

    synchronized void killAndRestart() throws IOException, InterruptedException {
        if (!closed) {
            process.kill();
            process.start();
        }
    }

    /** What to tell where it has ended without being killed by us. */
    synchronized Optional<String> casualty() {
        return closed || process.isAlive() ? Optional.empty() : Optional.of(process.epitaph());
    }

    @Override
    public synchronized void close() {
        closed = true;
        try {
            process.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
