package org.qkdn.datastore.mend;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.ActorRef;
import org.opendaylight.raft.api.RaftRole;

/** Three replicas that elect their leaders and send each other what they have. */
public final class ThreeMembers implements AutoCloseable {
    private static final List<String> NAMES = List.of("a", "b", "c");
    private static final int STORED = 5;

    private final Stage stage;

    private ThreeMembers(Path folder) {
        stage = new Stage(folder, Duration.ofMillis(100));
    }

    /**
     * The leader is left alone, takes what cannot be committed any more, and ends. The others start and elect one of them. The
     * old leader is back, is sent a snapshot and more, and starts once more.
     */
    public static List<String> leaderLeftAlone(Path folder) throws Exception {
        try (var members = new ThreeMembers(folder)) {
            for (var name : NAMES) {
                members.start(name);
            }
            var old = members.leader();
            members.submit(old, "by-all", STORED);
            members.untilAllHave(STORED);
            var others = NAMES.stream().filter(name -> !name.equals(old)).toList();
            for (var other : others) {
                members.stage.stop(other);
            }
            members.submit(old, "lonely", STORED);
            Stage.until("stored", () -> members.stage.state(old).getLastLogIndex() == 2 * STORED - 1);
            members.stage.stop(old);
            for (var other : others) {
                members.start(other);
            }
            var now = members.leader();
            members.start(old);
            // the snapshot has replaced what only it had
            Stage.until("level", () -> members.stage.state(old).getLastLogIndex() < 2 * STORED - 1);
            members.submit(now, "together", 3);
            members.untilAllHave(STORED + 3);
            members.stage.stop(old);
            members.start(old);
            members.submit(members.leader(), "at-the-end", 1);
            members.untilAllHave(STORED + 4);
            return members.stage.words(old);
        }
    }

    private void start(String name) throws Exception {
        var peers = new HashMap<String, String>();
        NAMES.stream()
                .filter(other -> !other.equals(name))
                .forEach(other -> peers.put(other, "pekko://stage/user/" + other));
        stage.start(name, peers);
    }

    private void submit(String name, String word, int times) {
        for (int i = 0; i < times; i++) {
            stage.replica(name).tell(word + "-" + i, ActorRef.noSender());
        }
    }

    private void untilAllHave(int words) throws Exception {
        Stage.until("all have " + words + " words", () -> {
            for (var name : stage.live()) {
                if (stage.words(name).size() != words) {
                    return false;
                }
            }
            return true;
        });
    }

    /** The one that leads and that all follow. */
    private String leader() throws Exception {
        Stage.until("a leader", () -> found().isPresent());
        return found().orElseThrow();
    }

    private Optional<String> found() throws Exception {
        for (var name : stage.live()) {
            if (stage.state(name).getRaftState() == RaftRole.Leader) {
                for (var other : stage.live()) {
                    if (!name.equals(stage.state(other).getLeader())) {
                        return Optional.empty();
                    }
                }
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        stage.close();
    }
}
