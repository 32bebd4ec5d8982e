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

    /** Of services that are up. */
    static KeyLoad of(Endpoints endpoints) throws IOException {
        var pairs = new ArrayList<SaePair>();
        for (var service : new NetworkView(endpoints).services()) {
            if (service.isUp() && service.path().size() > 1 && pairs.size() < MOST_PAIRS) {
                var from = endpoints.node(service.path().getFirst());
                var to = endpoints.node(service.path().getLast());
                pairs.add(new SaePair(
                        endpoints, from, from.saes().getFirst(), to, to.saes().getFirst()));
            }
        }
        if (pairs.isEmpty()) {
            throw new IOException("no service is up: there is no key to draw");
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
