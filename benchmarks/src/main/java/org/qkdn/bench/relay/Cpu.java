package org.qkdn.bench.relay;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.function.Predicate;

/**
 * Processor time used so far, in nanoseconds.
 *
 * @param process all of it: also virtual threads, which work for both ends, and the JVM's own
 * @param sender of the caller's thread and of the first node's connections
 * @param receiver of the second node's connections
 */
record Cpu(long process, long sender, long receiver) {
    static Cpu now() {
        var process = ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
        return new Cpu(
                process,
                of(name -> name.equals("main") || name.startsWith("relay-" + Chain.name(0))),
                of(name -> name.startsWith("relay-" + Chain.name(1))));
    }

    Cpu since(Cpu before) {
        return new Cpu(process - before.process, sender - before.sender, receiver - before.receiver);
    }

    private static long of(Predicate<String> name) {
        var threads = ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(thread -> thread != null && name.test(thread.getThreadName()))
                .mapToLong(thread -> Math.max(0, threads.getThreadCpuTime(thread.getThreadId())))
                .sum();
    }
}
