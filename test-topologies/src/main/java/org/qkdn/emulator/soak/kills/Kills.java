package org.qkdn.emulator.soak.kills;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.qkdn.netconf.client.NetconfClients;
import org.qkdn.netconf.client.Timing;

/**
 * Kills a controller again and again, at random moments of its start and of its work, while operators write to it over
 * RESTCONF and a management system over NETCONF; each new life is asked for all that was acknowledged.
 */
public final class Kills {
    private static final int RESTCONF_LANES = 2;
    /** In this part of its lives it is killed while it starts. */
    private static final int EARLY = 5;

    private static final int LONGEST_START_MILLIS = 6000;
    private static final int LONGEST_WORK_MILLIS = 1200;

    private final KilledController controller;
    private final int times;
    private final Random random;
    private final PrintStream out;
    private final List<Lane> restconf = new ArrayList<>();
    private final Lane netconf;

    /** {@code times} lives end by a kill. */
    Kills(KilledController controller, int times, long seed, PrintStream out) {
        this.controller = controller;
        this.times = times;
        random = new Random(seed);
        this.out = out;
        for (int i = 0; i < RESTCONF_LANES; i++) {
            restconf.add(new Lane("restconf" + i, new Random(seed + i + 1)));
        }
        netconf = new Lane("netconf", new Random(seed - 1));
    }

    /** What was lost, or there by half; empty where all is right. */
    public List<String> run() throws IOException, InterruptedException {
        var faults = new ArrayList<String>();
        try (var clients = new NetconfClients(Timing.DEFAULT, 1);
                var lanes = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int life = 0; life < times && faults.isEmpty(); life++) {
                controller.start();
                if (random.nextInt(EARLY) == 0) {
                    Thread.sleep(random.nextInt(LONGEST_START_MILLIS));
                    controller.kill();
                } else {
                    work(clients, lanes, faults);
                }
                if ((life + 1) % 10 == 0) {
                    out.println((life + 1) + " kills, " + writes() + " writes");
                }
            }
            controller.start();
            check(faults);
        } finally {
            controller.stop();
        }
        return faults;
    }

    private void work(NetconfClients clients, ExecutorService lanes, List<String> faults)
            throws IOException, InterruptedException {
        check(faults);
        var writing = new ArrayList<Future<?>>();
        for (var lane : restconf) {
            var writer = new RestconfWriter(controller.operator());
            writing.add(lanes.submit(() -> untilKilled(lane, writer)));
        }
        var session = controller.netconf(clients);
        writing.add(lanes.submit(() -> untilKilled(netconf, session)));
        Thread.sleep(random.nextInt(LONGEST_WORK_MILLIS));
        for (var lane : writing) {
            if (lane.isDone()) {
                faults.add("a write failed before the kill: " + end(lane));
            }
        }
        controller.kill();
        for (var lane : writing) {
            var ignored = end(lane);
        }
    }

    private static String untilKilled(Lane lane, Writer writer) {
        try (writer) {
            lane.write(writer);
            return "";
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    private static String end(Future<?> lane) throws InterruptedException {
        try {
            return String.valueOf(lane.get());
        } catch (ExecutionException e) {
            throw new IllegalStateException("a lane broke", e);
        }
    }

    private void check(List<String> faults) throws IOException, InterruptedException {
        var found = controller.services();
        restconf.forEach(lane -> lane.check(found).ifPresent(faults::add));
        netconf.check(found).ifPresent(faults::add);
    }

    long writes() {
        return netconf.writes() + restconf.stream().mapToLong(Lane::writes).sum();
    }

    /** What became of the writes, for a person. */
    public String summary() {
        long cut = netconf.kept() + restconf.stream().mapToLong(Lane::kept).sum();
        return times + " kills, " + writes() + " writes (" + netconf.writes() + " over NETCONF), " + cut
                + " of them whole though their acknowledgement was cut off";
    }
}
