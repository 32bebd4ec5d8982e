package org.qkdn.lkms;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;

/** The LKMS as a process of its own: {@code LkmsMain <lkms.yaml>}; ends on SIGTERM or SIGINT. */
public final class LkmsMain {
    private LkmsMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        if (arguments.length != 1) {
            System.err.println("usage: LkmsMain <lkms.yaml>");
            System.exit(2);
        }
        quietLogs();
        try {
            var lkms = Lkms.start(ConfigurationFile.read(Path.of(arguments[0])));
            Runtime.getRuntime().addShutdownHook(new Thread(lkms::close, "shutdown"));
            new CountDownLatch(1).await();
        } catch (IOException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    /** At DEBUG gRPC logs each frame it sends or receives, and some of them are keys: never, whatever is configured. */
    private static void quietLogs() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logs) {
            if (System.getProperty("logback.configurationFile") == null) {
                logs.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(Level.INFO);
            }
            logs.getLogger("io.grpc").setLevel(Level.INFO);
            logs.getLogger("io.netty").setLevel(Level.INFO);
        }
    }
}
