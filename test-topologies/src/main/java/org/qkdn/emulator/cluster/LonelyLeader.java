package org.qkdn.emulator.cluster;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.qkdn.emulator.client.OperatorClient;

/**
 * The member that leads the datastore loses the others, is asked for writes that it can store but not commit, and is killed;
 * the others start without it, and it starts last, with more in its journal than they have. What it is sent then replaces that,
 * also on its disk: it must be able to read its journal at the start after that.
 *
 * @param refused until all writes were refused
 * @param led from the start of the others until one of them leads
 * @param level from the start of the lonely one until it has what they have
 * @param again the same, from its second start
 */
record LonelyLeader(Member member, Duration refused, Duration led, Duration level, Duration again) {
    /** More than the others' starts write into the log by themselves. */
    private static final int WRITES = 24;

    private static final String AHEAD = "is ahead of our lastIndex";

    /** @throws IOException where a write is acknowledged by the lonely one, or it is not well at the end */
    static LonelyLeader of(Cluster cluster, Doors doors) throws IOException, InterruptedException {
        var lonely = anyButTheFirst(cluster);
        var others = cluster.members().stream().filter(each -> each != lonely).toList();
        var refused = refusals(lonely, others, doors);
        lonely.kill();
        long before = ahead(others);
        for (var other : others) {
            other.start();
        }
        var led = Cluster.until("one of the others leads", () -> {
            cluster.revive();
            return cluster.leader().isPresent();
        });
        lonely.start();
        var level = Cluster.until(lonely.name() + " has what the others have", () -> cluster.isLevel(lonely));
        if (ahead(others) == before) {
            throw new IOException(
                    "no leader said that " + lonely.name() + " " + AHEAD + ": nothing was put to the test");
        }
        cluster.untilWell(cluster.members());
        for (int i = 0; i < WRITES; i++) {
            if (!doors.takes(others.getFirst(), "over-the-stale-ones-" + i)) {
                throw new IOException(others.getFirst().name() + " takes no write");
            }
        }
        Cluster.until(lonely.name() + " has the writes", () -> cluster.isLevel(lonely));
        lonely.stop();
        lonely.start();
        var again = Cluster.until(lonely.name() + " has what the others have, again", () -> cluster.isLevel(lonely));
        return new LonelyLeader(lonely, refused, led, level, again);
    }

    /** The others must be able to start without it. */
    private static Member anyButTheFirst(Cluster cluster) throws IOException, InterruptedException {
        var leader = cluster.leader().orElseThrow(() -> new IOException("nobody leads the datastore"));
        if (!leader.beginsTheCluster()) {
            return leader;
        }
        leader.stop();
        leader.start();
        Cluster.until(leader.name() + " is back", () -> cluster.isLevel(leader));
        return anyButTheFirst(cluster);
    }

    /** At once, before the lonely one notices that it is alone: later on it does not even store a write. */
    private static Duration refusals(Member lonely, List<Member> others, Doors doors)
            throws IOException, InterruptedException {
        var operators = new ArrayList<OperatorClient>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < WRITES; i++) {
                var operator = doors.operator(lonely);
                operators.add(operator);
                // so that its connection is there when it matters
                ServiceWriter.found(operator);
            }
            for (var other : others) {
                other.kill();
            }
            var begun = Instant.now();
            var writes = new ArrayList<Callable<Boolean>>();
            for (var operator : operators) {
                var service = "by-a-minority-" + writes.size();
                writes.add(() -> isTaken(operator, service));
            }
            for (var taken : threads.invokeAll(writes)) {
                if (outcome(taken)) {
                    throw new IOException(lonely.name() + " acknowledged a write without a majority");
                }
            }
            return Duration.between(begun, Instant.now());
        } finally {
            operators.forEach(OperatorClient::close);
        }
    }

    private static boolean isTaken(OperatorClient operator, String service) {
        try {
            ServiceWriter.write(operator, service);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean outcome(Future<Boolean> future) throws IOException, InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    private static long ahead(List<Member> members) throws IOException {
        long lines = 0;
        for (var member : members) {
            lines += member.logged(AHEAD);
        }
        return lines;
    }
}
