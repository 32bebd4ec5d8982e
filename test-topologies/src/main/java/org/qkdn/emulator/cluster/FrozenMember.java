package org.qkdn.emulator.cluster;

import java.io.IOException;
import java.time.Duration;

/**
 * A member that stands by is frozen for longer than the others wait for it, and thawed: it believes that no time has passed. The
 * others write all the time.
 *
 * @param longestWrite at the others
 * @param level from its end, by which it starts anew, until it has what the others have
 */
record FrozenMember(Member member, Duration longestWrite, Duration level, int acknowledged) {
    private static final Duration FROZEN = Duration.ofSeconds(20);

    /** @throws IOException where a write is refused or lost, or more than one member programs the network */
    static FrozenMember of(Cluster cluster, Doors doors) throws IOException, InterruptedException {
        var programmer = cluster.programmer().orElseThrow(() -> new IOException("no member programs the network"));
        var frozen = standsBy(cluster, programmer);
        var others = cluster.members().stream().filter(each -> each != frozen).toList();
        var writers = Writers.at(others, "without-" + frozen.name(), doors);
        try (writers) {
            var absence = Absence.Frozen.begin(frozen);
            try {
                Thread.sleep(FROZEN);
                mustProgramAlone(programmer, cluster);
            } finally {
                absence.end();
            }
        }
        // the others have put it out of the cluster; until it learns that, it may look as well as before
        Cluster.until(frozen.name() + " has ended, to start anew", () -> !frozen.isAlive());
        var level = Cluster.until(frozen.name() + " has what the others have", () -> {
            mustProgramAlone(programmer, cluster);
            cluster.revive();
            return cluster.isLevel(frozen);
        });
        if (!writers.refused().isEmpty()) {
            throw new IOException("refused: " + writers.refused());
        }
        for (var member : cluster.members()) {
            doors.mustHave(member, writers.acknowledged());
        }
        return new FrozenMember(
                frozen, writers.longest(), level, writers.acknowledged().size());
    }

    /** The leader of the datastore where it can be: it has more to be told. */
    private static Member standsBy(Cluster cluster, Member programmer) throws IOException, InterruptedException {
        var leader = cluster.leader().filter(each -> each != programmer);
        return leader.or(() -> cluster.members().stream()
                        .filter(each -> each != programmer)
                        .findFirst())
                .orElseThrow(() -> new IOException("no member stands by"));
    }

    private static void mustProgramAlone(Member programmer, Cluster cluster) throws IOException, InterruptedException {
        for (var member : cluster.members()) {
            if (member != programmer
                    && MemberHealth.of(member).filter(MemberHealth::programs).isPresent()) {
                throw new IOException(member.name() + " programs the network beside " + programmer.name());
            }
        }
    }
}
