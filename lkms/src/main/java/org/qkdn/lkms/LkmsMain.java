package org.qkdn.lkms;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** The LKMS as a process of its own: {@code LkmsMain <lkms.yaml>}; ends on SIGTERM or SIGINT. */
public final class LkmsMain {
    private LkmsMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        if (arguments.length != 1) {
            System.err.println("usage: LkmsMain <lkms.yaml>");
            System.exit(2);
        }
        try {
            var lkms = Lkms.start(ConfigurationFile.read(Path.of(arguments[0])));
            Runtime.getRuntime().addShutdownHook(new Thread(lkms::close, "shutdown"));
            new CountDownLatch(1).await();
        } catch (IOException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }
}
