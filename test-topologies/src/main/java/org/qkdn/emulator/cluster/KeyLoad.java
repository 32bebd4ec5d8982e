package org.qkdn.emulator.cluster;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.qkdn.emulator.check.NetworkView;
import org.qkdn.emulator.check.SaePair;
import org.qkdn.emulator.client.Endpoints;

/** Pairs of SAEs that draw keys without end (ETSI GS QKD 014), and count what they do not get. */
final class KeyLoad implements AutoCloseable {
    private static final int KEY_BITS = 256;
    private static final int MOST_PAIRS = 4;
    private static final int PAUSE_MILLIS = 400;

    private final List<String> failures = new ArrayList<>();
    private final AtomicLong keys = new AtomicLong();
    private final ExecutorService threads;
    private volatile boolean stopped;

    private KeyLoad(List<SaePair> pairs) {
        threads = Executors.newFixedThreadPool(pairs.size());
        pairs.forEach(pair -> threads.execute(() -> draw(pair)));
    }

    /** Of services across the network, which it asks for. */
    static KeyLoad of(Endpoints endpoints) throws IOException {
        var pairs = new ArrayList<SaePair>();
        var nodes = endpoints.nodes();
        for (int i = 0; i < Math.min(MOST_PAIRS, nodes.size() / 2); i++) {
            var from = nodes.get(i);
            var to = nodes.get(nodes.size() - 1 - i);
            var master = from.saes().getLast();
            var slave = to.saes().getLast();
            new NetworkView(endpoints).putService("load-" + i, master.id(), slave.id());
            pairs.add(new SaePair(endpoints, from, master, to, slave));
        }
        return new KeyLoad(pairs);
    }

    private void draw(SaePair pair) {
        while (!stopped) {
            var why = new ArrayList<String>();
            try {
                if (pair.exchange(1, KEY_BITS, why).isPresent()) {
                    keys.incrementAndGet();
                } else {
                    fail(String.join("; ", why));
                }
                Thread.sleep(PAUSE_MILLIS);
            } catch (IOException e) {
                fail(e.getMessage());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private synchronized void fail(String failure) {
        failures.add(failure);
    }

    /** Keys that were the same at both ends. */
    long keys() {
        return keys.get();
    }

    /** Begins to count anew: what failed while stores were filled at first is no matter. */
    synchronized void forget() {
        failures.clear();
    }

    synchronized List<String> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void close() {
        stopped = true;
        threads.close();
    }
}
