package org.qkdn.emulator.soak;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.qkdn.emulator.client.SaeClient;
import org.qkdn.emulator.soak.Association.End;
import org.qkdn.node.tls.TlsIdentity;

/** Malformed requests against a running LKMS, pipelined over several connections, good ones in between. */
public final class MalformedSoak {
    private static final End ALPHA = new End("ALPHA", "sae-alpha");
    private static final End BRAVO = new End("BRAVO", "sae-bravo");

    /** Of the two nodes that are started. */
    public static final List<Association> ASSOCIATIONS = List.of(new Association(ALPHA, BRAVO));

    private static final int CONNECTIONS = 4;
    private static final int PIPELINED = 64;
    private static final int BATCHES_PER_CONNECTION = 400;
    private static final int BROKEN_PER_CONNECTION = 8;
    private static final int PROGRESS_EVERY = 100_000;

    private final NodeChain chain;
    private final SaeClient good;
    private final long requests;
    private final long seed;
    private final PrintStream out;
    private final AtomicLong sent = new AtomicLong();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();

    /** @param chain of two nodes, started with {@link #ASSOCIATIONS} */
    public MalformedSoak(NodeChain chain, long requests, long seed, PrintStream out) throws IOException {
        this.chain = chain;
        this.good = chain.sae(ALPHA);
        this.requests = requests;
        this.seed = seed;
        this.out = out;
    }

    /** All that is wrong; empty where each request was refused and nothing has changed. */
    public List<String> run() throws IOException, InterruptedException {
        var vitals = new Vitals(chain.pid("lkms-ALPHA"));
        flood(requests / 20, new Random(~seed));
        sent.set(0);
        var stored = settledLevels();
        var before = vitals.take();
        out.println("before: " + before);
        flood(requests, new Random(seed));
        var after = vitals.takeWhenAtMost(before);
        out.println("after " + sent.get() + " malformed requests: " + after);
        require(
                after.openFiles() <= before.openFiles() + Vitals.TOLERATED_FILES,
                "file descriptors are left open: " + before + ", " + after);
        require(
                after.heapBytes() <= before.heapBytes() + Vitals.TOLERATED_BYTES,
                "memory is left in use: " + before + ", " + after);
        require(!Files.readString(chain.log("lkms-ALPHA")).contains("LEAK:"), "Netty reports a leaked buffer");
        require(levels().equals(stored), "the store was " + stored + " and is " + levels());
        require(good.encKeysOnce(BRAVO.sae(), 1, 256).isSuccess(), "a good request is refused afterwards");
        chain.casualty().ifPresent(faults::add);
        return List.copyOf(faults);
    }

    private void flood(long number, Random random) throws InterruptedException {
        var workers = random.longs(CONNECTIONS)
                .mapToObj(drawn -> Thread.startVirtualThread(() -> work(number / CONNECTIONS, new Random(drawn))))
                .toList();
        for (var worker : workers) {
            worker.join();
        }
    }

    private void work(long number, Random random) {
        try {
            var tls = TlsIdentity.load(chain.tls(ALPHA.sae())).jdkClient("lkms-ALPHA");
            int port = chain.ports().keyDelivery("ALPHA");
            var malformed = new MalformedRequests(ALPHA.sae(), BRAVO.sae(), random);
            var broken = new BrokenRequests(random);
            long left = number;
            while (left > 0 && faults.isEmpty()) {
                try (var connection = new RawHttps(tls, port)) {
                    for (int i = 0; i < BATCHES_PER_CONNECTION && left > 0; i++) {
                        batch(connection, malformed);
                        left -= PIPELINED;
                    }
                }
                for (int i = 0; i < BROKEN_PER_CONNECTION; i++) {
                    refused(tls, port, broken.next());
                    left--;
                }
                require(goodIsServed(), "a good request is refused in between");
            }
        } catch (IOException e) {
            faults.add("seed " + seed + ": the server does not answer: " + e);
        }
    }

    /** One at a time, so that it needs one connection only. */
    private synchronized boolean goodIsServed() throws IOException {
        return good.status(BRAVO.sae()).isSuccess();
    }

    private void batch(RawHttps connection, MalformedRequests malformed) throws IOException {
        var requested = new ByteArrayOutputStream();
        var single = new byte[PIPELINED][];
        for (int i = 0; i < PIPELINED; i++) {
            single[i] = malformed.next();
            requested.writeBytes(single[i]);
        }
        connection.send(requested.toByteArray());
        for (var request : single) {
            int status = connection.status();
            if (status / 100 != 4) {
                faults.add("seed " + seed + ": answered " + status + ": " + text(request));
            }
        }
        count(PIPELINED);
    }

    private void refused(javax.net.ssl.SSLContext tls, int port, byte[] request) throws IOException {
        try (var connection = new RawHttps(tls, port)) {
            connection.send(request);
            connection.send(new byte[] {'\r', '\n', '\r', '\n'});
            int status = connection.status();
            if (status != 0 && status / 100 != 4) {
                faults.add("seed " + seed + ": answered " + status + ": " + text(request));
            }
        } catch (java.net.SocketException | javax.net.ssl.SSLException e) {
            // it has had enough before all was sent
        }
        count(1);
    }

    private void count(int more) {
        long now = sent.addAndGet(more);
        if (now / PROGRESS_EVERY > (now - more) / PROGRESS_EVERY) {
            out.println(now + " requests refused");
        }
    }

    private List<Long> settledLevels() throws IOException, InterruptedException {
        var before = levels();
        for (int same = 0; same < 4; ) {
            Thread.sleep(500);
            var now = levels();
            same = now.equals(before) && now.getFirst() > 0 ? same + 1 : 0;
            before = now;
        }
        return before;
    }

    /** Own, other end's and delivered bits. */
    private List<Long> levels() throws IOException {
        var level = chain.report("ALPHA").getApplications(0);
        return List.of(level.getOwnBits(), level.getPeerBits(), level.getDeliveredBits());
    }

    private void require(boolean condition, String fault) {
        if (!condition) {
            faults.add("seed " + seed + ": " + fault);
        }
    }

    private static String text(byte[] request) {
        var text = new String(request, java.nio.charset.StandardCharsets.ISO_8859_1).replaceAll("[^ -~]", ".");
        return text.length() > 300 ? text.substring(0, 300) + "..." : text;
    }
}
