package org.qkdn.controller.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.qkdn.controller.embedded.configuration.ConfigurationException;
import org.qkdn.controller.embedded.configuration.ConfigurationFile;
import org.qkdn.controller.plane.journal.CorruptStateException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The controller as a process: {@code ControllerMain controller.yaml}. */
public final class ControllerMain {
    private static final Logger LOG = LoggerFactory.getLogger(ControllerMain.class);
    private static final int BUG = 1;
    private static final int BAD_CONFIGURATION = 2;
    private static final int BAD_STATE = 3;
    private static final int CANNOT_START = 4;

    private static final String HELP = """
            usage: qkdn-controller FILE
                   qkdn-controller --help | --version

            The SDN controller of a QKD network, for one machine. docs/restconf.md explains the file.

            FILE is its configuration. It serves until SIGTERM or SIGINT, and logs to standard error.
            Exit code 2: the command line or the file has to be mended; 3: the state directory is damaged or in use; 4: it cannot
            start, as with a port in use or a certificate that cannot be used. One line says what and where. 143 or 130: stopped
            by a signal.""";

    private ControllerMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        var argument = arguments.length == 1 ? arguments[0] : "";
        switch (argument) {
            case "--help", "-h" -> System.out.println(HELP);
            case "--version" -> System.out.println("qkdn-controller " + version());
            default -> {
                if (argument.isEmpty() || argument.startsWith("-")) {
                    fail(
                            BAD_CONFIGURATION,
                            "qkdn-controller: give one argument, the path of controller.yaml, or --help; not '"
                                    + String.join(" ", arguments) + "'");
                }
                serve(Path.of(argument));
            }
        }
    }

    private static void serve(Path file) throws InterruptedException {
        try {
            var controller = Controller.start(ConfigurationFile.read(file));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(controller), "stop"));
            LOG.info("ready: RESTCONF on {}", controller.restconfAddress());
        } catch (ConfigurationException e) {
            fail(BAD_CONFIGURATION, e.getMessage());
        } catch (CorruptStateException e) {
            fail(BAD_STATE, e.getMessage());
        } catch (IOException e) {
            fail(CANNOT_START, e.getMessage());
        } catch (RuntimeException e) {
            // threads that were started would keep a process alive that serves nobody
            LOG.error("the controller cannot go on", e);
            fail(BUG, "qkdn-controller: this is a bug, please report it: " + e);
        }
        new CountDownLatch(1).await();
    }

    private static void stop(Controller controller) {
        try {
            controller.close();
        } catch (IOException e) {
            LOG.warn("the state directory was not closed cleanly; nothing acknowledged is lost", e);
        }
    }

    /** Nothing in a build's own folders has one. */
    private static String version() {
        return Optional.ofNullable(ControllerMain.class.getPackage().getImplementationVersion())
                .orElse("(not from its jar)");
    }

    private static void fail(int code, String message) {
        System.err.println(message);
        System.exit(code);
    }
}
