package org.qkdn.emulator.run;

import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.qkdn.emulator.check.MainJob;
import org.qkdn.emulator.check.OpticalCheck;
import org.qkdn.emulator.check.RatesCheck;
import org.qkdn.emulator.check.SessionsCheck;
import org.qkdn.emulator.topology.Topology;

/** What {@code --check} does with a network that is ready. */
enum Check {
    JOB("the main job, as an operator and pairs of SAEs do it:") {
        @Override
        boolean done(Subject subject, PrintStream out) throws IOException, InterruptedException {
            var job = new MainJob(subject.processes().endpoints(), subject.processes(), out);
            var keys = job.run();
            out.println(job.passed() + " steps passed, " + keys.size() + " keys handed out");
            return true;
        }
    },
    RATES("rates and consumers, as published:") {
        @Override
        boolean done(Subject subject, PrintStream out) throws IOException, InterruptedException {
            var check = new RatesCheck(
                    subject.topology(), subject.processes().endpoints(), subject.processes(), subject.speed(), out);
            out.println(check.run() + " steps passed");
            return true;
        }
    },
    OPTICAL("every direct link of the network, set up in turn:") {
        @Override
        boolean done(Subject subject, PrintStream out) throws IOException, InterruptedException {
            return new OpticalCheck(subject.processes().endpoints(), subject.speed(), out).run();
        }
    },
    SESSIONS("clients and servers that ask for keys, as published:") {
        @Override
        boolean done(Subject subject, PrintStream out) throws IOException, InterruptedException {
            var check = new SessionsCheck(
                    subject.topology(), subject.processes().endpoints(), subject.speed(), subject.folder(), out);
            return check.run();
        }
    };

    private final String heading;

    Check(String heading) {
        this.heading = heading;
    }

    /** A network that is ready, as it was asked for. */
    record Subject(Processes processes, Topology topology, BigDecimal speed, Path folder) {}

    /** @throws IOException at the first thing that does not come out right, where the rest is of no interest then */
    abstract boolean done(Subject subject, PrintStream out) throws IOException, InterruptedException;

    /** Whether all came out right. */
    boolean run(Subject subject, PrintStream out) throws InterruptedException {
        out.println(heading);
        try {
            return done(subject, out);
        } catch (IOException e) {
            System.err.println("qkdn: " + e.getMessage());
            return false;
        }
    }

    /** By its name; without one, what can be done with the network. */
    static Check of(String name, Topology topology) throws RunFailure {
        if (name.isEmpty()) {
            if (!topology.sources().isEmpty()) {
                return SESSIONS;
            }
            return topology.name().startsWith("madqci") ? JOB : RATES;
        }
        return Arrays.stream(values())
                .filter(check -> check.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new RunFailure(
                        "--check " + name + ": there is no such check: use one of " + Arrays.toString(values())));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
