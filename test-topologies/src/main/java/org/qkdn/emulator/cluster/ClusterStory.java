package org.qkdn.emulator.cluster;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.TreeSet;
import org.qkdn.emulator.check.Narrator;
import org.qkdn.emulator.client.Endpoints;
import org.qkdn.emulator.run.Processes;

/**
 * What a cluster must stand: one member programs the network and all answer; that one is killed while keys are drawn and
 * services written; a minority is frozen, or left alone; members are replaced one after the other. Figures are told with each step.
 */
final class ClusterStory {
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(10);
    private static final Duration MOVES_WITHIN = Duration.ofSeconds(15);
    private static final int KEYS_BEFORE = 5;
    private static final int CALM_MILLIS = 5000;
    private static final String UPGRADED = "0.1.1";

    private final Cluster cluster;
    private final Distribution distribution;
    private final Endpoints endpoints;
    private final Path agentsLog;
    private final Doors doors;
    private final Narrator narrator;
    private final PrintStream out;

    ClusterStory(Cluster cluster, Distribution distribution, Processes processes, PrintStream out) {
        this.cluster = cluster;
        this.distribution = distribution;
        this.endpoints = processes.endpoints();
        this.agentsLog = processes.networkLog();
        this.doors = new Doors(endpoints);
        this.narrator = new Narrator(out);
        this.out = out;
    }

    /** @throws IOException at the first step that does not come out right */
    void run() throws IOException {
        narrator.step("one member programs the network, all are well", this::oneProgrammer);
        narrator.step("all members answer the same", this::allAnswerTheSame);
        try (var load = KeyLoad.of(endpoints);
                var agents = new AgentWitness(endpoints)) {
            narrator.step("keys are drawn", () -> drawn(load));
            narrator.step(
                    "the member that programs the network is killed", () -> kill(cluster.programmer(), load, agents));
            narrator.step("it is started again and catches up", this::catchUp);
            narrator.step("the member that leads the datastore is killed", () -> kill(cluster.leader(), load, agents));
            narrator.step("it is started again and catches up", this::catchUp);
            narrator.step("a member is frozen, and thawed", () -> freeze(agents));
            narrator.step(
                    "the member that programs is frozen, and thawed", () -> oust(Absence.Frozen::begin, load, agents));
            narrator.step(
                    "the member that programs is cut off, and reached again",
                    () -> oust(member -> Absence.CutOff.begin(member, cluster, doors), load, agents));
            narrator.step("the datastore's leader, left alone, refuses to write and comes back", this::leaveAlone);
            narrator.step("members are upgraded one after the other", this::upgrade);
            narrator.step("a backup is restored", this::restore);
            narrator.step("no link of an agent went down in all this", () -> noFlap(agents));
            narrator.step("no request for keys failed in all this", () -> noFailure(load));
        }
        out.println(narrator.passed() + " steps passed");
    }

    private String oneProgrammer() throws IOException, InterruptedException {
        cluster.untilWell(cluster.members());
        var memory = new ArrayList<String>();
        for (var member : cluster.members()) {
            memory.add(member.residentMegabytes() + " MB");
        }
        return cluster.programmer().orElseThrow().name() + ", resident " + String.join(", ", memory);
    }

    private String allAnswerTheSame() throws IOException {
        var seen = new TreeSet<String>();
        for (var member : cluster.members()) {
            var view = doors.view(member);
            seen.add(view.connectedNodes() + " " + view.decisions());
            // an operation, which only the member that programs can answer
            try (var operator = doors.operator(member)) {
                var nothing = JsonNodeFactory.instance.objectNode();
                nothing.putObject("qkdn-optical:input");
                seen.add("schedule: " + operator.call("/qkdn-optical:plan-schedule", nothing));
            }
        }
        require(seen.size() == 2, "members differ: " + seen);
        return cluster.members().size() + " members, data and operations";
    }

    /** Stores are empty at first: the load counts from the moment when all pairs get what they ask for. */
    private static String drawn(KeyLoad load) throws IOException, InterruptedException {
        Cluster.until("keys without a failure for " + CALM_MILLIS + " ms", () -> {
            load.forget();
            long before = load.keys();
            Thread.sleep(CALM_MILLIS);
            return load.failures().isEmpty() && load.keys() > before + KEYS_BEFORE;
        });
        return load.keys() + " keys";
    }

    private String kill(Optional<Member> wanted, KeyLoad load, AgentWitness agents)
            throws IOException, InterruptedException {
        var victim = wanted.orElseThrow(() -> new IOException("there is no such member"));
        var edits = EditLog.fromNow(agentsLog);
        var killed = KilledMember.of(victim, cluster, doors);
        var told = victim.name() + ": answers after " + millis(killed.answers()) + ", longest write "
                + millis(killed.longestWrite()) + ", " + killed.successor() + " programs after "
                + millis(killed.moved())
                + ", all nodes " + millis(killed.discovered()) + " later; " + killed.acknowledged()
                + " acknowledged writes kept, " + killed.refused().size() + " refused; edits at agents: "
                + edits.all();
        require(killed.answers().compareTo(ANSWERS_WITHIN) < 0, told);
        require(killed.longestWrite().compareTo(ANSWERS_WITHIN) < 0, told);
        require(killed.moved().compareTo(MOVES_WITHIN) < 0, told);
        require(killed.refused().isEmpty(), told + ": " + killed.refused());
        require(edits.all() == 0, told + ": what is right was changed");
        noFailure(load);
        noFlap(agents);
        return told;
    }

    private String catchUp() throws IOException, InterruptedException {
        var dead = cluster.members().stream()
                .filter(member -> !member.isAlive())
                .findFirst()
                .orElseThrow();
        dead.start();
        var took = Cluster.until(dead.name() + " has what the others have", () -> cluster.isLevel(dead));
        return dead.name() + " after " + millis(took) + ", from the start of its process";
    }

    private String freeze(AgentWitness agents) throws IOException, InterruptedException {
        var frozen = FrozenMember.of(cluster, doors);
        var told =
                frozen.member().name() + ": longest write at the others " + millis(frozen.longestWrite()) + ", level "
                        + millis(frozen.level()) + " after it ended to start anew; " + frozen.acknowledged()
                        + " acknowledged writes kept";
        require(frozen.longestWrite().compareTo(ANSWERS_WITHIN) < 0, told);
        noFlap(agents);
        return told;
    }

    private String oust(Ousted.Departure departure, KeyLoad load, AgentWitness agents)
            throws IOException, InterruptedException {
        var ousted = Ousted.by(departure, cluster, doors, endpoints, agentsLog);
        var told = ousted.member().name() + ": longest write at the others " + millis(ousted.longestWrite()) + ", "
                + ousted.successor().name() + " programs after " + millis(ousted.moved())
                + (ousted.ended() ? ", when the first had ended" : "") + "; edits at agents: " + ousted.editsBefore()
                + " before, then " + ousted.editsAfter() + ", none by both at a time; level "
                + millis(ousted.level()) + " after it ended to start anew; " + ousted.acknowledged()
                + " acknowledged writes kept";
        require(ousted.longestWrite().compareTo(ANSWERS_WITHIN) < 0, told);
        require(ousted.moved().compareTo(MOVES_WITHIN) < 0, told);
        noFailure(load);
        noFlap(agents);
        return told;
    }

    private String leaveAlone() throws IOException, InterruptedException {
        var lonely = LonelyLeader.of(cluster, doors);
        var healed = cluster.untilWell(cluster.members());
        var seen = new TreeSet<String>();
        for (var member : cluster.members()) {
            require(doors.takes(member, "together-again-" + member.name()), member.name() + " takes no write");
        }
        for (var member : cluster.members()) {
            seen.add(String.join(" ", doors.services(member)));
        }
        require(seen.size() == 1, "members differ: " + seen);
        Cluster.until("all nodes are connected", () -> doors.connected(lonely.member()));
        return lonely.member().name() + " after " + millis(lonely.refused()) + "; one of the others led "
                + millis(lonely.led()) + " after their start, it was level " + millis(lonely.level())
                + " after its own, and " + millis(lonely.again()) + " after the next; all well "
                + millis(healed) + " later";
    }

    /** Those that stand by first, so that the control plane moves only once. */
    private String upgrade() throws IOException, InterruptedException {
        var last = cluster.programmer().orElseThrow();
        var inTurn = new ArrayList<>(cluster.members());
        inTurn.remove(last);
        inTurn.add(last);
        var edits = EditLog.fromNow(agentsLog);
        var begun = Instant.now();
        for (var member : inTurn) {
            member.upgrade(distribution, UPGRADED);
            member.start();
            cluster.untilWell(cluster.members());
            var version = MemberHealth.of(member).map(MemberHealth::version).orElse("none");
            require(version.equals(UPGRADED), member.name() + " is of version " + version);
            require(doors.takes(member, "by-the-new-" + member.name()), member.name() + " takes no write");
        }
        Cluster.until("all nodes are connected", () -> doors.connected(last));
        int changes = edits.all();
        require(changes == 0, changes + " edits at agents: services were touched");
        return "to " + UPGRADED + " in " + millis(Duration.between(begun, Instant.now())) + "; no edit at any agent";
    }

    /** While the network is at work: what the backup has as well is not touched. */
    private String restore() throws IOException {
        try (var operator = doors.operator(cluster.members().getFirst())) {
            var backup = Backup.of(operator);
            var nodes = endpoints.nodes().stream().map(Endpoints.Node::name).toList();
            Backup.edit(operator, nodes, ServiceWriter.found(operator).getFirst());
            require(!backup.equalsThatOf(operator), "nothing was edited");
            backup.restore(operator);
            require(backup.equalsThatOf(operator), "what was restored is not what was kept");
            return "inventory, optical plant, " + ServiceWriter.found(operator).size() + " services";
        }
    }

    private static String noFlap(AgentWitness agents) throws IOException {
        require(agents.flaps().isEmpty(), "links flapped: " + agents.flaps());
        return "all links stayed";
    }

    private static String noFailure(KeyLoad load) throws IOException {
        require(load.failures().isEmpty(), load.failures().size() + " requests failed: " + load.failures());
        return load.keys() + " keys";
    }

    private static void require(boolean holds, String otherwise) throws IOException {
        if (!holds) {
            throw new IOException(otherwise);
        }
    }

    private static String millis(Duration duration) {
        return duration.toMillis() + " ms";
    }
}
