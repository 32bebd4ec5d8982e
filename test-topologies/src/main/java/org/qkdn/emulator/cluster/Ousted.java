package org.qkdn.emulator.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.qkdn.emulator.client.Endpoints;

/**
 * The member that programs the network gets out of touch with the others though it lives, until another one has taken over, and comes
 * back. Operators write at the others meanwhile, and nodes have to be programmed all the time: by one of the two, never by both.
 *
 * @param longestWrite at the others
 * @param moved until another member programs
 * @param ended whether its process had ended by then, in order to be started anew
 * @param level from its return and end, by which it starts anew, until it has what the others have
 * @param editsBefore changes at agents by this member, until it was replaced
 * @param editsAfter by its successor
 */
record Ousted(
        Member member,
        Member successor,
        Duration longestWrite,
        Duration moved,
        boolean ended,
        Duration level,
        int editsBefore,
        int editsAfter,
        int acknowledged) {
    /** By the first member, so that it knows the agents well. By its successor one will do: agents soon end silent sessions. */
    private static final int EDITS = 10;

    /** Begins an absence. */
    interface Departure {
        Absence of(Member member) throws IOException, InterruptedException;
    }

    /** @throws IOException where a write is refused or lost, or two members program the network */
    static Ousted by(Departure departure, Cluster cluster, Doors doors, Endpoints endpoints, Path agentsLog)
            throws IOException, InterruptedException {
        var ousted = cluster.programmer().orElseThrow(() -> new IOException("no member programs the network"));
        var others = cluster.members().stream().filter(each -> each != ousted).toList();
        var first = others.getFirst();
        var edits = EditLog.fromNow(agentsLog);
        var writers = Writers.at(others, "without-" + ousted.name(), doors);
        var services = new ShortServices(doors.view(first), endpoints.nodes());
        Duration moved;
        boolean ended;
        Member successor;
        Duration level;
        try (writers;
                services) {
            Cluster.until(ousted.name() + " has changed agents", () -> edits.byOld() >= EDITS);
            var begun = Instant.now();
            var absence = departure.of(ousted);
            try {
                Cluster.until(
                        "another member programs", () -> programmerOf(others).isPresent());
                moved = Duration.between(begun, Instant.now());
                ended = !ousted.isAlive();
                successor = programmerOf(others).orElseThrow();
                Cluster.until("all nodes are connected", () -> doors.connected(first));
                Cluster.until(successor.name() + " has changed an agent", () -> edits.byNew() > 0);
            } finally {
                absence.end();
            }
            Cluster.until(ousted.name() + " has ended, to start anew", () -> !ousted.isAlive());
            level = Cluster.until(ousted.name() + " has what the others have", () -> {
                cluster.revive();
                return cluster.isLevel(ousted);
            });
        }
        cluster.untilWell(cluster.members());
        none("refused", services.failures());
        none("refused", writers.refused());
        none("edited by " + ousted.name() + " after " + successor.name() + " had", edits.late());
        for (var member : cluster.members()) {
            doors.mustHave(member, writers.acknowledged());
        }
        return new Ousted(
                ousted,
                successor,
                writers.longest(),
                moved,
                ended,
                level,
                edits.byOld(),
                edits.byNew(),
                writers.acknowledged().size());
    }

    private static Optional<Member> programmerOf(List<Member> members) throws InterruptedException {
        for (var member : members) {
            if (MemberHealth.of(member).filter(MemberHealth::programs).isPresent()) {
                return Optional.of(member);
            }
        }
        return Optional.empty();
    }

    private static void none(String what, List<String> found) throws IOException {
        if (!found.isEmpty()) {
            throw new IOException(what + ": " + found);
        }
    }
}
