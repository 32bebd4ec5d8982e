package org.qkdn.controller.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.qkdn.controller.embedded.configuration.ConfigurationException;
import org.qkdn.controller.embedded.configuration.ConfigurationFile;
import org.qkdn.controller.embedded.store.CorruptStateException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The controller as a process: {@code ControllerMain controller.yaml}. */
public final class ControllerMain {
    private static final Logger LOG = LoggerFactory.getLogger(ControllerMain.class);
    private static final int BAD_CONFIGURATION = 2;
    private static final int BAD_STATE = 3;
    private static final int CANNOT_START = 4;

    private ControllerMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        if (arguments.length != 1) {
            fail(BAD_CONFIGURATION, "give one argument: the path of controller.yaml");
        }
        try {
            var controller = Controller.start(ConfigurationFile.read(Path.of(arguments[0])));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(controller), "stop"));
            LOG.info("ready: RESTCONF on {}", controller.restconfAddress());
            new CountDownLatch(1).await();
        } catch (ConfigurationException e) {
            fail(BAD_CONFIGURATION, e.getMessage());
        } catch (CorruptStateException e) {
            fail(BAD_STATE, e.getMessage());
        } catch (IOException e) {
            fail(CANNOT_START, e.getMessage());
        }
    }

    private static void stop(Controller controller) {
        try {
            controller.close();
        } catch (IOException e) {
            LOG.warn("the state directory was not closed cleanly; nothing acknowledged is lost", e);
        }
    }

    private static void fail(int code, String message) {
        System.err.println(message);
        System.exit(code);
    }
}
