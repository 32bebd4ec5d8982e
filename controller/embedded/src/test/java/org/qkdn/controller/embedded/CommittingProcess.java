package org.qkdn.controller.embedded;

import java.nio.file.Path;

/** Commits one network after the other and prints the number of each as soon as it is acknowledged, until it is killed. */
final class CommittingProcess {
    private CommittingProcess() {}

    public static void main(String[] arguments) throws Exception {
        try (var broker = EmbeddedBroker.open(Models.fromClassPath(), Path.of(arguments[0]))) {
            for (int number = 0; number < 1_000_000; number++) {
                DurabilityTest.add(broker, "network-" + number);
                System.out.println(number);
            }
        }
    }
}
