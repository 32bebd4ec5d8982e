package org.qkdn.agent;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;

/** One node's SDN agent as a process of its own. */
public final class AgentMain {
    private static final int BAD_USAGE = 2;

    private AgentMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        if (arguments.length != 1) {
            fail("usage: AgentMain <agent.yaml>");
        }
        quieten();
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

    /** Logback says everything where it is not configured. */
    private static void quieten() {
        if (System.getProperty("logback.configurationFile") == null
                && LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
            root.setLevel(Level.INFO);
        }
    }

    @SuppressWarnings("SystemOut") // the one line for whoever started the process
    private static void fail(String line) {
        System.err.println(line);
        System.exit(BAD_USAGE);
    }
}
