package org.qkdn.lkms;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.qkdn.lkms.store.KeyDatabase;
import org.slf4j.LoggerFactory;

/**
 * The LKMS as a process of its own: {@code LkmsMain <lkms.yaml>}; ends on SIGTERM or SIGINT. With {@code --rotate-kek}
 * before the file it changes the key-encrypting key of a stopped LKMS instead.
 */
public final class LkmsMain {
    private LkmsMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        boolean rotates = arguments.length == 2 && arguments[0].equals("--rotate-kek");
        if (arguments.length != 1 && !rotates) {
            System.err.println("usage: LkmsMain [--rotate-kek] <lkms.yaml>");
            System.exit(2);
        }
        quietLogs();
        try {
            if (rotates) {
                System.out.println(KeyDatabase.rotateKey(
                        ConfigurationFile.read(Path.of(arguments[1])).keyStore()));
                return;
            }
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
