package org.qkdn.emulator.soak;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.qkdn.emulator.soak.Association.End;

/** Malformed requests against every port of a running node, good ones in between. */
public final class MalformedSoak {
    private static final End ALPHA = new End("ALPHA", "sae-alpha");
    private static final End BRAVO = new End("BRAVO", "sae-bravo");

    /** Of the two nodes that are started. */
    public static final List<Association> ASSOCIATIONS = List.of(new Association(ALPHA, BRAVO));

    private static final List<String> FLOODED = List.of("lkms-ALPHA", "fm-ALPHA");
    private static final List<String> PROCESSES = List.of("lkms-ALPHA", "fm-ALPHA", "lkms-BRAVO", "fm-BRAVO");

    /** A level, a stack trace or Netty's report of a leaked buffer. */
    private static final Pattern TROUBLE = Pattern.compile("(?m)^.*( ERROR |^\\s+at \\S+\\(|LEAK: |Exception in ).*$");

    private static final int ROUNDS = 20;

    private final NodeChain chain;
    private final long requests;
    private final PrintStream out;
    private final Random random;
    private final Findings findings;
    private final List<FloodedPorts.Share> shares;

    /** @param chain of two nodes, started with {@link #ASSOCIATIONS} */
    public MalformedSoak(NodeChain chain, long requests, long seed, PrintStream out) {
        this.chain = chain;
        this.requests = requests;
        this.out = out;
        this.random = new Random(seed);
        this.findings = new Findings(seed, out);
        this.shares = new FloodedPorts(chain, ALPHA, BRAVO).shares();
    }

    /** All that is wrong; empty where each request was refused and nothing has changed. */
    public List<String> run() throws IOException, InterruptedException {
        flood(requests / ROUNDS);
        var stored = settledLevels();
        var before = vitals();
        out.println("before: " + before);
        long warmUp = findings.refused();
        for (int round = 0; round < ROUNDS && findings.isClean(); round++) {
            flood(requests / ROUNDS);
        }
        out.println(findings.refused() - warmUp + " malformed requests were refused");
        compare(before);
        for (var process : PROCESSES) {
            var trouble = TROUBLE.matcher(Files.readString(chain.log(process)));
            findings.require(!trouble.find(), "the log of " + process + " has: " + line(trouble));
        }
        var levels = settledLevels();
        findings.require(levels.equals(stored), "the store was " + stored + " and is " + levels);
        goodIsServed();
        chain.casualty().ifPresent(findings::fault);
        return findings.faults();
    }

    private static String line(java.util.regex.Matcher trouble) {
        return trouble.hasMatch() ? trouble.group().strip() : "";
    }

    /** Each port at the same time. */
    private void flood(long number) throws InterruptedException {
        var workers = shares.stream()
                .map(share -> {
                    var drawn = new Random(random.nextLong());
                    return Thread.startVirtualThread(() -> work(share.flood(), share.of(number), drawn));
                })
                .toList();
        for (var worker : workers) {
            worker.join();
        }
    }

    private void work(Flood flood, long number, Random drawn) {
        try {
            flood.send(number, drawn, findings);
        } catch (IOException e) {
            findings.fault(flood.name() + " does not answer: " + e);
        }
    }

    private void goodIsServed() throws IOException {
        try (var good = chain.sae(ALPHA)) {
            findings.require(good.status(BRAVO.sae()).isSuccess(), "a good request is refused");
        }
    }

    private Map<String, Vitals.Reading> vitals() throws IOException, InterruptedException {
        var readings = new TreeMap<String, Vitals.Reading>();
        for (var process : FLOODED) {
            readings.put(process, new Vitals(chain.pid(process)).take());
        }
        return readings;
    }

    private void compare(Map<String, Vitals.Reading> before) throws IOException, InterruptedException {
        for (var process : FLOODED) {
            var then = before.get(process);
            var now = new Vitals(chain.pid(process)).takeWhenAtMost(then);
            out.println("after, " + process + ": " + now);
            findings.require(
                    now.isWithin(then),
                    process + " keeps more than before: " + now.more(then) + "; " + then + ", " + now);
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
}
