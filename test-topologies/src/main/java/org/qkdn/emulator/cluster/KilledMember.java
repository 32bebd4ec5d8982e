package org.qkdn.emulator.cluster;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A member is killed by SIGKILL while operators write at the others.
 *
 * @param answers until a survivor reads and writes
 * @param longestWrite of those that were under way, until acknowledged or refused
 * @param moved until one of the survivors, and no other, programs the network
 * @param discovered until that one has a session with every node, from then on
 * @param acknowledged writes, all of which the survivors have
 */
record KilledMember(
        Duration answers,
        Duration longestWrite,
        Duration moved,
        Duration discovered,
        int acknowledged,
        List<String> refused,
        String successor) {
    private static final int WRITES_BEFORE = 10;

    /** @throws IOException where something acknowledged is lost, or nothing moves */
    static KilledMember of(Member victim, Cluster cluster, Doors doors) throws IOException, InterruptedException {
        var survivors =
                cluster.members().stream().filter(each -> each != victim).toList();
        var writers = Writers.at(survivors, "beside-" + victim.name(), doors);
        try (writers) {
            return watch(victim, survivors, writers, cluster, doors);
        }
    }

    private static KilledMember watch(
            Member victim, List<Member> survivors, Writers writers, Cluster cluster, Doors doors)
            throws IOException, InterruptedException {
        Cluster.until("some writes", () -> writers.eachHasWritten(WRITES_BEFORE));
        var killed = Instant.now();
        victim.kill();
        var first = survivors.getFirst();
        Cluster.until(
                "reading and writing at " + first.name(),
                () -> doors.takes(first, "after-the-kill-of-" + victim.name()));
        var answers = Duration.between(killed, Instant.now());
        Cluster.until(
                "another member programs",
                () -> cluster.programmer().filter(survivors::contains).isPresent());
        var moved = Duration.between(killed, Instant.now());
        cluster.untilWell(survivors);
        Cluster.until("all nodes are connected", () -> doors.connected(first));
        var discovered = Duration.between(killed, Instant.now()).minus(moved);
        writers.close();
        var acknowledged = writers.acknowledged();
        for (var survivor : survivors) {
            doors.mustHave(survivor, acknowledged);
        }
        return new KilledMember(
                answers,
                writers.longest(),
                moved,
                discovered,
                acknowledged.size(),
                writers.refused(),
                cluster.programmer().orElseThrow().name());
    }
}
