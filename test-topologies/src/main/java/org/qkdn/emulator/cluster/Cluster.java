package org.qkdn.emulator.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.qkdn.emulator.network.Identities;
import org.qkdn.emulator.network.PortPlan;
import org.qkdn.emulator.network.StateDirectory;
import org.qkdn.emulator.run.ControllerProgram;

/** Controllers that are one cluster, each a process in a folder of its own. */
public final class Cluster implements ControllerProgram {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final List<Member> members;
    private final Wires wires = new Wires();

    private Cluster(List<Member> members) {
        this.members = List.copyOf(members);
    }

    /** Unpacks and configures the members below the state folder; starts nothing yet. */
    public static Cluster layOut(Path home, StateDirectory state, PortPlan plan, int members)
            throws IOException, InterruptedException {
        var distribution = Distribution.built(home);
        var pki = Identities.open(state.pki(), plan.topology());
        var all = new ArrayList<Member>();
        for (int number = 1; number <= members; number++) {
            var folder = state.root().resolve("members").resolve("member-" + number);
            all.add(Member.layOut(distribution, folder, number, members, plan, pki));
        }
        return new Cluster(all);
    }

    public List<Member> members() {
        return members;
    }

    @Override
    public void start() throws IOException {
        if (members.size() > 1) {
            for (var member : members) {
                member.lay(wires);
            }
        }
        for (var member : members) {
            member.start();
        }
    }

    @Override
    public void stop() throws InterruptedException {
        for (var member : members) {
            member.stop();
        }
        wires.close();
    }

    /** The others do not reach it any more, nor it them. */
    void cut(Member member) {
        wires.cut(member.number());
    }

    void mend(Member member) {
        wires.mend(member.number());
    }

    /** As long as there is a member left: one that dies is what a cluster is for. */
    @Override
    public boolean isAlive() {
        return members.stream().anyMatch(Member::isAlive);
    }

    @Override
    public long pid() {
        return members.getFirst().pid();
    }

    @Override
    public String epitaph() {
        return members.stream()
                .filter(member -> !member.isAlive())
                .map(Member::epitaph)
                .findFirst()
                .orElse("all members are alive");
    }

    /** The member that programs the network, where there is exactly one. */
    public Optional<Member> programmer() throws InterruptedException {
        var found = new ArrayList<Member>();
        for (var member : members) {
            if (MemberHealth.of(member).filter(MemberHealth::programs).isPresent()) {
                found.add(member);
            }
        }
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    /** The member that leads the configuration's shard, where there is one. */
    Optional<Member> leader() throws InterruptedException {
        for (var member : members) {
            if (MemberHealth.of(member).filter(MemberHealth::leads).isPresent()) {
                return Optional.of(member);
            }
        }
        return Optional.empty();
    }

    /** Whether a member is well and has applied all that the leader has. */
    boolean isLevel(Member member) throws InterruptedException {
        var leader = leader();
        if (leader.isEmpty()) {
            return false;
        }
        var wanted = MemberHealth.of(leader.orElseThrow()).map(MemberHealth::applied);
        return wanted.isPresent()
                && MemberHealth.of(member)
                        .filter(MemberHealth::isWell)
                        .filter(health -> health.applied() >= wanted.orElseThrow())
                        .isPresent();
    }

    /** What is waited for; looked at again and again. */
    interface Look {
        boolean holds() throws IOException, InterruptedException;
    }

    /**
     * Waits.
     *
     * @return how long it took
     * @throws IOException where it does not come about
     */
    static Duration until(String what, Look look) throws IOException, InterruptedException {
        var begun = Instant.now();
        while (!look.holds()) {
            if (Duration.between(begun, Instant.now()).compareTo(PATIENCE) > 0) {
                throw new IOException("not after " + PATIENCE.toSeconds() + " s: " + what);
            }
            Thread.sleep(PAUSE);
        }
        return Duration.between(begun, Instant.now());
    }

    /** Starts those again that ended because they were cut off; their names. */
    List<String> revive() throws IOException {
        var revived = new ArrayList<String>();
        for (var member : members) {
            if (member.startIfItWants()) {
                revived.add(member.name());
            }
        }
        return revived;
    }

    /** Waits until all these members are well and one of them programs the network. */
    public Duration untilWell(List<Member> wanted) throws IOException, InterruptedException {
        return until("all of " + wanted.stream().map(Member::name).toList() + " are well", () -> {
            revive();
            for (var member : wanted) {
                if (MemberHealth.of(member).filter(MemberHealth::isWell).isEmpty()) {
                    return false;
                }
            }
            return programmer().isPresent();
        });
    }
}
