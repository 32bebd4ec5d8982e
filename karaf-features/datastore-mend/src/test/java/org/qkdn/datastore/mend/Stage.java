package org.qkdn.datastore.mend;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.InvalidActorNameException;
import org.apache.pekko.actor.Props;
import org.apache.pekko.pattern.Patterns;
import org.opendaylight.controller.cluster.raft.DefaultConfigParamsImpl;
import org.opendaylight.controller.cluster.raft.client.messages.GetOnDemandRaftState;
import org.opendaylight.controller.cluster.raft.client.messages.OnDemandRaftState;

/** Replicas in one process, started and stopped one by one; what they keep is in a folder. */
final class Stage implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String SETTINGS = """
            pekko.loglevel = OFF
            pekko.stdout-loglevel = OFF
            pekko.actor.provider = local
            """;

    private final ActorSystem system = ActorSystem.create(
            "stage",
            ConfigFactory.parseString(SETTINGS).withFallback(ConfigFactory.load()),
            Stage.class.getClassLoader());
    private final Map<String, ActorRef> live = new LinkedHashMap<>();
    private final Path folder;
    private final Duration heartbeat;

    Stage(Path folder, Duration heartbeat) {
        this.folder = folder;
        this.heartbeat = heartbeat;
    }

    ActorSystem system() {
        return system;
    }

    Set<String> live() {
        return Set.copyOf(live.keySet());
    }

    ActorRef replica(String name) {
        return live.get(name);
    }

    /**
     * Starts a replica.
     *
     * @param peers names of the others, by their addresses
     * @return what it read from disk
     * @throws IOException where it cannot read it
     */
    List<String> start(String name, Map<String, String> peers) throws Exception {
        var settings = new DefaultConfigParamsImpl();
        settings.setHeartBeatInterval(heartbeat);
        settings.setElectionTimeoutFactor(10);
        settings.setTempFileDirectory(folder);
        var recovered = new CompletableFuture<List<String>>();
        var props = Props.create(Replica.class, folder, name, new HashMap<>(peers), settings, recovered);
        until("the name is free", () -> act(name, props));
        try {
            return got(recovered);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : e;
        }
    }

    /** A name is free again a moment after whoever had it has ended. */
    private boolean act(String name, Props props) {
        try {
            live.put(name, system.actorOf(props, name));
            return true;
        } catch (InvalidActorNameException e) {
            return false;
        }
    }

    void stop(String name) throws Exception {
        got(Patterns.gracefulStop(live.remove(name), PATIENCE));
    }

    List<String> words(String name) throws Exception {
        var answer = new CompletableFuture<List<String>>();
        live.get(name).tell(new Replica.Tell(answer), ActorRef.noSender());
        return got(answer);
    }

    OnDemandRaftState state(String name) throws Exception {
        return (OnDemandRaftState) got(Patterns.ask(live.get(name), GetOnDemandRaftState.INSTANCE, PATIENCE));
    }

    /** Looks again and again, until it is so. */
    static void until(String what, Callable<Boolean> holds) throws Exception {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (!holds.call()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("not after " + PATIENCE + ": " + what);
            }
            Thread.sleep(20);
        }
    }

    private static <T> T got(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        system.terminate();
        system.getWhenTerminated()
                .toCompletableFuture()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }
}
