package org.qkdn.packages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.packages.Ports.Site;

/** The packages, installed and run as docs/operations.md says: each program a process of its own, from its packaged files. */
class OperationsPageIT {
    private static final String SERVICE = "Take it into service";
    private static final String BACKUP = "Backup and restore";

    @TempDir
    static Path folder;

    private static Deployment network;

    @BeforeAll
    static void theNetworkIsTakenIntoServiceAsThePageSays() throws Exception {
        for (var tool : List.of("curl", "openssl", "ssh-keygen")) {
            Assumptions.assumeTrue(
                    Shell.run("which", tool).exitCode() == 0,
                    tool + " is missing: install the Debian package " + tool.replace("ssh-keygen", "openssh-client"));
        }
        // quick to start: it happens often here
        network = new Deployment(folder, 0, "-XX:TieredStopAtLevel=1");
        for (var daemon : network.daemons()) {
            daemon.start();
        }
        network.follow(SERVICE, Set.of("run", "look", "key"));
    }

    @AfterAll
    static void nothingIsLeftRunning() throws Exception {
        if (network != null) {
            network.close();
        }
    }

    private static void keysFlow() throws Exception {
        network.follow(SERVICE, Set.of("look", "key"));
    }

    @Test
    void everyProgramEndsInOrderOnSigtermAndTheNetworkRecoversWhenStartedAgain() throws Exception {
        for (var daemon : network.daemons()) {
            daemon.stop();
        }
        for (var daemon : network.daemons()) {
            daemon.startUnderJournald();
        }
        for (var daemon : network.daemons()) {
            daemon.awaitServing();
            assertTrue(daemon.log().matches("(?s)<[346]>[a-z].*"), daemon.log());
        }
        keysFlow();
    }

    @Test
    void keysFlowWhileTheControllerIsAwayAndItComesBackFromItsBackup() throws Exception {
        var controller = network.daemon("controller");
        controller.stop();
        network.follow(BACKUP, Set.of("backup"));
        network.follow(SERVICE, Set.of("key"));
        delete(network.controller().state("controller"));
        network.follow(BACKUP, Set.of("restore"));
        controller.start();
        keysFlow();
    }

    @Test
    void anLkmsThatHasLostItsKeysBeginsWithAnEmptyStoreAndServesOnceItsLinksAreMadeAgain() throws Exception {
        var lkms = network.daemon("lkms-ALPHA");
        lkms.stop();
        delete(network.node(Site.ALPHA).state("lkms"));
        Machine.makePrivate(network.node(Site.ALPHA).state("lkms"));
        lkms.start();
        network.follow(BACKUP, Set.of("forget"));
        network.follow(BACKUP, Set.of("gone"));
        network.follow(SERVICE, Set.of("run", "look", "key"));
    }

    @Test
    void aSecondInstanceOfAProgramIsRefusedInOneLineAndTheFirstGoesOn() throws Exception {
        for (var daemon : network.daemons().subList(3, 7)) {
            daemon.second().mustFailWithOneLine(daemon.toString().equals("controller") ? 3 : 4);
        }
        keysFlow();
    }

    @Test
    void logsGoToStandardErrorAndHoldNoKeyThatWasDrawn() throws Exception {
        var drawn = new Load(network).run(2);
        assertFalse(drawn.isEmpty());
        for (var daemon : network.daemons()) {
            var log = daemon.log();
            assertFalse(log.isEmpty(), daemon.toString());
            for (var key : drawn) {
                assertFalse(log.contains(key), () -> daemon + " has logged a key");
            }
        }
    }

    @Test
    void whatIsSecretIsReadableByItsOwnerOnly() throws Exception {
        for (var site : Site.ALL) {
            for (var program : new String[] {"lkms", "agent", "forwarding"}) {
                assertNobodyElseReads(
                        network.node(site).root().resolve("etc/qkdn").resolve(program));
                assertNobodyElseReads(network.node(site).state(program));
            }
        }
    }

    private static void assertNobodyElseReads(Path folder) throws IOException {
        var mode = Files.getPosixFilePermissions(folder);
        assertEquals(3, mode.size(), () -> folder + " is " + mode);
    }

    private static void delete(Path folder) throws IOException {
        Shell.run("rm", "-r", folder.toString()).mustSucceed();
    }
}
