package org.qkdn.lkms.supply;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.lkms.testing.Eventually;
import org.qkdn.lkms.testing.FakeStreamModules;
import org.qkdn.lkms.testing.LkmsPair;
import org.qkdn.node.v1.LinkStoreLevel;

/** Two LKMSs whose modules serve key streams. */
class LkmsSupplyTest {
    @TempDir
    Path directory;

    private final FakeStreamModules modules = new FakeStreamModules();
    private LkmsPair pair;

    @BeforeEach
    void start() throws Exception {
        pair = new LkmsPair(directory);
        for (var node : List.of("A", "B")) {
            pair.stop(node);
            int port = modules.start(pair.pki, "module-" + node + "-1", node);
            var file = Files.readString(pair.file(node))
                    .replaceFirst(
                            "(?m)^  - \\{interfaceId: 1, .*$",
                            "  - {interfaceId: 1, kind: etsi004, at: {host: 127.0.0.1, port: " + port
                                    + "}, commonName: module-" + node + "-1}");
            Files.writeString(pair.file(node), file);
            pair.start(node);
            pair.configure(node, LkmsPair.order(node));
        }
    }

    @AfterEach
    void stop() {
        pair.close();
        modules.close();
    }

    private LinkStoreLevel link(String node) throws Exception {
        return pair.report(node).getLinksList().stream().findFirst().orElse(LinkStoreLevel.getDefaultInstance());
    }

    private void filled() throws Exception {
        for (var node : List.of("A", "B")) {
            Eventually.holds(
                    "link store of " + node,
                    () -> link(node).getOwnBits() >= 131_072 && link(node).getPeerBits() >= 131_072);
        }
    }

    @Test
    void keyStreamsFillTheLinkAlsoAfterModulesRestart() throws Exception {
        // too little to fill both ends; the quicker one may take it all
        modules.setStock(700);
        Eventually.holds(
                "first keys", () -> link("A").getOwnBits() > 0 || link("B").getOwnBits() > 0);
        modules.restart();
        modules.setStock(10_000);
        filled();
    }

    @Test
    void modulesOutOfStepFillNothingAndTheReasonIsReported() throws Exception {
        modules.outOfStep("B");
        modules.setStock(10_000);
        for (var node : List.of("A", "B")) {
            Eventually.holds(
                    "the reason is reported", () -> link(node).getReason().contains("different keys"));
        }
        for (var node : List.of("A", "B")) {
            assertEquals(0, link(node).getOwnBits());
            assertEquals(0, link(node).getPeerBits());
        }
        modules.outOfStep("");
        filled();
    }
}
