package org.qkdn.agent;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** One node's SDN agent as a process of its own. */
public final class AgentMain {
    private static final int BAD_USAGE = 2;

    private AgentMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        if (arguments.length != 1) {
            fail("usage: AgentMain <agent.yaml>");
        }
        try {
            var agent = SdnAgent.start(ConfigurationFile.read(Path.of(arguments[0])));
            var ended = new CountDownLatch(1);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                agent.close();
                ended.countDown();
            }));
            ended.await();
        } catch (IOException e) {
            fail(e.getMessage());
        }
    }

    @SuppressWarnings("SystemOut") // the one line for whoever started the process
    private static void fail(String line) {
        System.err.println(line);
        System.exit(BAD_USAGE);
    }
}
