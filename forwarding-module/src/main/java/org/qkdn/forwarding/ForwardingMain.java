package org.qkdn.forwarding;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;

/** The forwarding module as a process of its own: {@code ForwardingMain forwarding.yaml}. */
public final class ForwardingMain {
    private ForwardingMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        if (arguments.length != 1) {
            System.err.println("usage: ForwardingMain <forwarding.yaml>");
            System.exit(2);
        }
        quietLogs();
        try {
            var module = ForwardingModule.start(ForwardingConfiguration.load(Path.of(arguments[0])));
            Runtime.getRuntime().addShutdownHook(new Thread(module::close, "forwarding-stop"));
            new CountDownLatch(1).await();
        } catch (InvalidConfigurationException | IOException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    /** Unconfigured, logback logs everything, and gRPC logs each frame it sends or receives: with it, keys. */
    private static void quietLogs() {
        if (System.getProperty("logback.configurationFile") == null
                && LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
            root.setLevel(Level.INFO);
        }
    }
}
