package org.qkdn.emulator.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.qkdn.emulator.check.Disruptions;
import org.qkdn.emulator.check.MainJob;
import org.qkdn.emulator.run.Processes;

/** The main job on the real processes, and that no key it handed out ever came near the control plane. */
class MainJobIT {
    private static final int STEPS = 12;

    /** Keeps what the controller has in memory before it is stopped: the next one remembers less. */
    private record Witness(EmulatedRun run, List<Path> memories) implements Disruptions {
        private Processes processes() {
            return run.processes();
        }

        @Override
        public void emulator(String... command) throws IOException {
            processes().emulator(command);
        }

        @Override
        public void stopController() throws IOException, InterruptedException {
            memories.add(run.controllerMemory("before-stop"));
            processes().stopController();
        }

        @Override
        public void startController() throws IOException, InterruptedException {
            processes().startController();
        }
    }

    @Test
    void theMainJobIsDoneAndNoKeyReachesTheControlPlane() throws Exception {
        // its own network, as fresh as the story wants it: what other tests broke may have moved services
        try (var run = EmulatedRun.start("madqci")) {
            theMainJobIsDoneAndNoKeyReachesTheControlPlane(run);
        }
    }

    private static void theMainJobIsDoneAndNoKeyReachesTheControlPlane(EmulatedRun run) throws Exception {
        var planted = plant(run);
        run.traffic().listen(run.endpoints());
        var memories = new ArrayList<Path>();
        var job = new MainJob(run.endpoints(), new Witness(run, memories), System.out);
        var keys = new KeySearch(
                job.run().stream().map(Base64.getDecoder()::decode).toList());
        assertEquals(STEPS, job.passed());

        memories.add(run.controllerMemory("at-the-end"));
        for (var memory : memories) {
            assertEquals(Optional.empty(), keys.find(memory));
            assertTrue(planted.find(memory).isPresent(), "the search finds what is in " + memory);
        }
        nothingIn(run.files("logs"), keys);
        nothingIn(run.files("controller"), keys);
        assertTrue(foundInOneOf(run.files("controller"), planted), "the search finds what is in the datastore");
        nothingIn(agentStores(run), keys);
        nothingIn(run.files("switches"), keys);

        for (var node : run.endpoints().nodes()) {
            var shown = run.traffic().agent(node);
            assertTrue(shown.contains(node.qkdnId()), shown);
            assertEquals(Optional.empty(), keys.find(shown), node.name());
        }
        var shown = run.traffic().controller(run.endpoints());
        assertTrue(planted.find(shown).isPresent(), "the search finds what the controller shows");
        assertEquals(Optional.empty(), keys.find(shown));
        assertFalse(run.traffic().notifications().isEmpty());
        assertEquals(Optional.empty(), keys.find(String.join("\n", run.traffic().notifications())));
    }

    /** Makes the controller remember 32 random bytes, in the way in which a key would be leaked. */
    private static KeySearch plant(EmulatedRun run) throws IOException {
        var random = new byte[32];
        new SecureRandom().nextBytes(random);
        var name = HexFormat.of().formatHex(random);
        var body = JsonNodeFactory.instance.objectNode();
        body.putArray("ietf-network:network").addObject().put("network-id", name);
        run.operator().put("/ietf-network:networks/network=" + name, body);
        return new KeySearch(List.of(random));
    }

    private static List<Path> agentStores(EmulatedRun run) throws IOException {
        var stores = run.files("nodes").stream()
                .filter(file -> file.getParent().endsWith("agent"))
                .toList();
        assertTrue(stores.size() >= run.endpoints().nodes().size(), stores.toString());
        return stores;
    }

    private static void nothingIn(List<Path> files, KeySearch keys) throws IOException {
        assertFalse(files.isEmpty());
        for (var file : files) {
            assertEquals(Optional.empty(), keys.find(file));
        }
    }

    private static boolean foundInOneOf(List<Path> files, KeySearch planted) throws IOException {
        for (var file : files) {
            if (planted.find(file).isPresent()) {
                return true;
            }
        }
        return false;
    }
}
