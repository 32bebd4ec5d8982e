package org.qkdn.emulator.cluster;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.qkdn.emulator.check.NetworkView;
import org.qkdn.emulator.client.Endpoints;

/** An operator who asks for key services across the network and gives them up again: nodes have to be programmed all the time. */
final class ShortServices implements AutoCloseable {
    private static final int PAUSE_MILLIS = 150;

    private final NetworkView operator;
    private final List<Endpoints.Node> nodes;
    private final List<String> failures = new ArrayList<>();
    private final Thread thread;
    private volatile boolean stopped;

    /** @param operator at one member */
    ShortServices(NetworkView operator, List<Endpoints.Node> nodes) {
        this.operator = operator;
        this.nodes = nodes;
        thread = Thread.ofPlatform().name("short-services").start(this::run);
    }

    private void run() {
        for (int turn = 0; !stopped; turn++) {
            int from = turn % nodes.size();
            int to = (from + nodes.size() / 2) % nodes.size();
            var name = "short-" + nodes.get(from).name();
            try {
                operator.putService(name, sae(from), sae(to));
                Thread.sleep(PAUSE_MILLIS);
                operator.deleteService(name);
                Thread.sleep(PAUSE_MILLIS);
            } catch (IOException e) {
                fail(e.getMessage());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private String sae(int node) {
        return nodes.get(node).saes().getFirst().id();
    }

    private synchronized void fail(String failure) {
        failures.add(failure);
    }

    synchronized List<String> failures() {
        return List.copyOf(failures);
    }

    /** Ends with none of them left. */
    @Override
    public void close() {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
