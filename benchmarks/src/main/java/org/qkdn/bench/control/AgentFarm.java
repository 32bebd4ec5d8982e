package org.qkdn.bench.control;

import com.google.common.base.Splitter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.qkdn.agent.AgentModel;
import org.qkdn.netconf.NetconfUser;

/**
 * A process full of emulated agents, which a benchmark tells by lines on its standard input what is to happen. Each is
 * answered with one line when it is done.
 *
 * <p>Arguments: number of agents, first port, host key, the controller's public key.
 */
final class AgentFarm {
    private static final long CALM_NANOS = 2_000_000_000L;

    private final List<FarmNode> nodes = new ArrayList<>();
    private final AtomicLong commits = new AtomicLong();
    private final AtomicLong lastCommit = new AtomicLong();
    private long begun;
    private long commitsBefore;

    private AgentFarm() {}

    public static void main(String[] arguments) throws IOException {
        // what libraries print must not look like an answer
        var answers = System.out;
        System.setOut(System.err);
        var farm = new AgentFarm();
        farm.plant(
                Integer.parseInt(arguments[0]),
                Integer.parseInt(arguments[1]),
                Path.of(arguments[2]),
                Path.of(arguments[3]));
        answers.println("ready");
        try (var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                answers.println(farm.obey(Splitter.on(' ').splitToList(line)));
            }
        }
        // the benchmark has ended, and so does this, whatever threads its servers have
        System.exit(0);
    }

    private void plant(int count, int port, Path hostKey, Path publicKey) throws IOException {
        var network = new LargeNetwork(count, 0);
        var model = AgentModel.load();
        var controller = NetconfUser.of("controller", publicKey, NetconfUser.Access.READ_WRITE);
        for (var name : network.nodes) {
            nodes.add(new FarmNode(
                    name, network.modules.get(name), port + nodes.size(), hostKey, controller, model, this::committed));
        }
    }

    private void committed() {
        commits.incrementAndGet();
        lastCommit.set(System.nanoTime());
    }

    private String obey(List<String> command) {
        return switch (command.get(0)) {
            case "down" -> {
                begun = System.nanoTime();
                commitsBefore = commits.get();
                at(command.get(1)).forEach(node -> node.down(command.get(1)));
                yield "down";
            }
            case "up" -> {
                at(command.get(1)).forEach(node -> node.up(command.get(1)));
                yield "up";
            }
            case "calm" -> calm();
            case "follow" -> {
                at(command.get(1)).forEach(node -> node.follow(command.get(1), Long.parseLong(command.get(2))));
                yield "followed";
            }
            case "updates" -> {
                var thread = new Thread(
                        () -> update(Long.parseLong(command.get(1)), Long.parseLong(command.get(2))), "updates");
                thread.setDaemon(true);
                thread.start();
                yield "updating";
            }
            default -> "unknown";
        };
    }

    private List<FarmNode> at(String link) {
        return nodes.stream().filter(node -> node.has(link)).toList();
    }

    /** Milliseconds from {@code down} to the last commit after it, and how many there were, once there are no more. */
    private String calm() {
        var quietSince = System.nanoTime();
        while (System.nanoTime() - Math.max(quietSince, lastCommit.get()) < CALM_NANOS) {
            LockSupport.parkNanos(10_000_000);
        }
        var last = commits.get() == commitsBefore ? begun : lastCommit.get();
        return (last - begun) / 1_000_000 + " " + (commits.get() - commitsBefore);
    }

    /** So many a second, evenly. */
    private void update(long perSecond, long seconds) {
        var start = System.nanoTime();
        for (var sent = 0L; sent < perSecond * seconds; sent++) {
            LockSupport.parkNanos(start + sent * 1_000_000_000L / perSecond - System.nanoTime());
            nodes.get((int) (sent % nodes.size())).performSome();
        }
    }
}
