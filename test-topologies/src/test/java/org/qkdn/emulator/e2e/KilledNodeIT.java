package org.qkdn.emulator.e2e;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.qkdn.emulator.check.Eventually;
import org.qkdn.emulator.check.NetworkView;
import org.qkdn.emulator.check.SaePair;

/** A trusted node in the middle of relay paths dies, and comes back. */
@ExtendWith(RunningNetwork.class)
class KilledNodeIT {
    private static final String SERVICE = "quijote-concepcion";
    private static final String VICTIM = "NORTE";

    private final EmulatedRun run;
    private final NetworkView network;

    KilledNodeIT(EmulatedRun run) throws IOException {
        this.run = run;
        this.network = run.network();
    }

    @Test
    void servicesThroughItAreReportedAndComeBackWhenItIsMended() throws Exception {
        var from = run.endpoints().node("QUIJOTE");
        var to = run.endpoints().node("CONCEPCION");
        network.putService(
                SERVICE, from.saes().getFirst().id(), to.saes().getFirst().id());
        Eventually.holds(() -> when(up(), SERVICE + " is " + network.service(SERVICE)));
        var path = network.service(SERVICE).orElseThrow().path();
        assertTrue(path.subList(1, path.size() - 1).contains(VICTIM), path.toString());
        keysFlow();

        run.processes().emulator("kill-node", VICTIM);
        Eventually.holds(() -> when(
                network.connectedNodes().size() == run.endpoints().nodes().size() - 1,
                VICTIM + " counts as connected"));
        Eventually.holds(() -> when(
                network.service(SERVICE)
                        .filter(state -> !state.isUp() && !state.reason().isBlank())
                        .isPresent(),
                SERVICE + " is still " + network.service(SERVICE)));

        run.processes().emulator("mend", VICTIM);
        run.allLinksActive();
        Eventually.holds(() -> when(up(), SERVICE + " is " + network.service(SERVICE)));
        keysFlow();
        network.deleteService(SERVICE);
    }

    private boolean up() throws IOException {
        return network.service(SERVICE).filter(NetworkView.Service::isUp).isPresent();
    }

    private void keysFlow() throws IOException, InterruptedException {
        var from = run.endpoints().node("QUIJOTE");
        var to = run.endpoints().node("CONCEPCION");
        var pair = new SaePair(
                run.endpoints(), from, from.saes().getFirst(), to, to.saes().getFirst());
        // more than what the store at this end may hold from before
        for (int round = 0; round < 3; round++) {
            List<String> why = new ArrayList<>();
            Eventually.holds(() -> when(pair.exchange(1, 256, why).isPresent(), why.toString()));
        }
    }

    private static Optional<String> when(boolean there, String missing) {
        return there ? Optional.empty() : Optional.of(missing);
    }
}
