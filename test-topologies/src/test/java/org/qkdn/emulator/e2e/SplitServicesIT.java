package org.qkdn.emulator.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.qkdn.emulator.check.Eventually;
import org.qkdn.emulator.check.SaePair;
import org.qkdn.emulator.client.OperatorClient;

/** A service whose rate no path alone can carry, from the operator to the SAEs. */
@ExtendWith(RunningNetwork.class)
class SplitServicesIT {
    private static final String SERVICE = "/qkdn-key-service:key-services/key-service=wide";
    private static final String STATE = "/qkdn-key-service:key-services-state/key-service=wide";

    /** Five times MadQCI's: over QUEVEDO go pads of 10200 and 7000 bit/s, and of 70000 and 60000 bit/s. */
    private static final long RATE = 55_000;

    private final EmulatedRun run;
    private final OperatorClient operator;

    SplitServicesIT(EmulatedRun run) throws IOException {
        this.run = run;
        operator = run.operator();
    }

    @Test
    void keysComeOverBothPathsAndTheOtherOneGoesOnWhenOneIsCut() throws Exception {
        run.allLinksActive();
        var begin = Instant.now();
        operator.put(SERVICE, Json.of("""
                {"qkdn-key-service:key-service": [{"name": "wide", "source": "%s", "destination": "%s",
                  "min-rate": "%d", "combination": "split", "constraints": {"paths": 2}}]}""".formatted(sae("QUIJOTE"), sae("NORTE"), RATE)));
        try {
            await(
                    "UP over two paths",
                    state -> state.path("status").asText().equals("UP")
                            && state.path("share").size() == 2);
            var state = state();
            long rate = 0;
            for (var share : state.path("share")) {
                assertEquals(List.of("QUIJOTE", "QUEVEDO", "NORTE"), texts(share.path("path")), state::toString);
                rate += share.path("rate").asLong();
            }
            assertEquals(RATE, rate);
            keysFlowOver(links(state), begin);

            run.processes().emulator("fail-module", "QUEVEDO/4");
            await(
                    "DOWN with the rate that is left",
                    after -> after.path("status").asText().equals("DOWN")
                            && after.path("largest-rate").asLong() > RATE / 2);
            keysFlow();
            run.processes().emulator("mend", "QUEVEDO/4");
            await(
                    "UP again",
                    after -> after.path("status").asText().equals("UP")
                            && after.path("share").size() == 2);
        } finally {
            operator.delete(SERVICE);
        }
    }

    /** By what the LKMSs say of the keys that they had relayed. */
    private void keysFlowOver(List<String> links, Instant begin) throws Exception {
        keysFlow();
        var pair = pair();
        Eventually.holds(() -> {
            var ignored = pair.exchange(20, 256, new ArrayList<>());
            var report = operator.call("/qkdn-exposure:exposure-report", Json.of("""
                    {"qkdn-exposure:input": {"node": "QUEVEDO", "from": "%s", "limit": 1000}}""".formatted(begin)));
            var seen = new HashSet<String>();
            report.at("/qkdn-exposure:output/crossing").forEach(crossing -> {
                if (crossing.path("key-service").asText().equals("wide")
                        && !crossing.path("key-ids").isEmpty()) {
                    seen.add(crossing.path("link-id").asText());
                }
            });
            return unless(seen.containsAll(links), "keys came over " + seen + " of " + links + ": " + report);
        });
    }

    private SaePair pair() throws IOException {
        var from = run.endpoints().node("QUIJOTE");
        var to = run.endpoints().node("NORTE");
        return new SaePair(
                run.endpoints(), from, from.saes().get(1), to, to.saes().get(1));
    }

    private void keysFlow() throws Exception {
        var pair = pair();
        var why = new ArrayList<String>();
        Eventually.holds(() -> unless(pair.exchange(20, 256, why).isPresent(), String.join(", ", why)));
    }

    private String sae(String node) {
        return run.endpoints().node(node).saes().get(1).id();
    }

    /** What the operator waits to see of the service. */
    @FunctionalInterface
    private interface Look {
        boolean at(JsonNode state);
    }

    private void await(String what, Look look) throws Exception {
        Eventually.holds(() -> {
            var state = state();
            return unless(look.at(state), what + ": " + state);
        });
    }

    private JsonNode state() throws IOException {
        return operator.get(STATE).body().at("/qkdn-key-service:key-service/0");
    }

    private static List<String> links(JsonNode state) {
        var links = new ArrayList<String>();
        state.path("share").forEach(share -> links.add(share.path("link-id").asText()));
        return links;
    }

    private static List<String> texts(JsonNode array) {
        var texts = new ArrayList<String>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static Optional<String> unless(boolean there, String missing) {
        return there ? Optional.empty() : Optional.of(missing);
    }
}
