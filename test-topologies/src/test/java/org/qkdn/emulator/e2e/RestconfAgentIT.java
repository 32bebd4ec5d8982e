package org.qkdn.emulator.e2e;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.qkdn.emulator.check.Eventually;
import org.qkdn.emulator.check.SaePair;
import org.qkdn.emulator.client.OperatorClient;

/** The controller manages an agent of a running network over RESTCONF. */
@ExtendWith(RunningNetwork.class)
class RestconfAgentIT {
    private static final String RELAY = "CONCEPCION";
    private static final String NODE = "/qkdn-inventory:inventory/node=" + RELAY;
    private static final String STATE = "/qkdn-inventory:inventory-state/node=" + RELAY;
    private static final String SERVICE = "/qkdn-key-service:key-services/key-service=by-restconf";
    private static final String SERVICE_STATE = "/qkdn-key-service:key-services-state/key-service=by-restconf";
    private static final Pattern FINGERPRINT = Pattern.compile("SHA256:[A-Za-z0-9+/]{43}");

    private final EmulatedRun run;
    private final OperatorClient operator;

    RestconfAgentIT(EmulatedRun run) throws IOException {
        this.run = run;
        operator = run.operator();
    }

    @Test
    void aRelayNodeIsAcceptedAndServesOverRestconfAndGoesBackToNetconf() throws Exception {
        var before = operator.get(NODE).body();
        try {
            put(entry -> {
                entry.put("protocol", "restconf");
                entry.put(
                        "port",
                        URI.create(run.endpoints().node(RELAY).agentRestconf()).getPort());
                entry.remove("host-key");
            });
            await("first contact", state -> state.path("reason").asText().contains("is not accepted yet"));
            var shown = FINGERPRINT.matcher(state().path("reason").asText());
            assertTrue(shown.find());
            put(entry -> entry.put("host-key", shown.group()));
            await("a session over RESTCONF", RestconfAgentIT::isProgrammed);
            assertTrue(
                    state().path("limitation").toString().contains("YANG Patch"),
                    () -> "read over something else: " + before);

            operator.put(SERVICE, Json.of("""
                    {"qkdn-key-service:key-service": [{"name": "by-restconf", "source": "%s", "destination": "%s",
                      "combination": "xor", "constraints": {"paths": 2}}]}""".formatted(sae("NORTE"), sae("DISTRITO"))));
            Eventually.holds(() -> {
                var service = operator.get(SERVICE_STATE).body().at("/qkdn-key-service:key-service/0");
                return unless(
                        service.path("status").asText().equals("UP")
                                && service.path("share").toString().contains(RELAY),
                        service.toString());
            });
            keysFlow();
            operator.delete(SERVICE);
            await("the path to be taken back", RestconfAgentIT::isProgrammed);
        } finally {
            operator.put(NODE, before);
            await(
                    "a session over NETCONF",
                    state -> isProgrammed(state) && state.path("limitation").isEmpty());
            run.allLinksActive();
        }
    }

    private static boolean isProgrammed(JsonNode state) {
        return state.path("connection").asText().equals("connected")
                && state.path("programmed").asBoolean();
    }

    private String sae(String node) {
        return run.endpoints().node(node).saes().get(1).id();
    }

    private void keysFlow() throws Exception {
        var from = run.endpoints().node("NORTE");
        var to = run.endpoints().node("DISTRITO");
        var pair = new SaePair(
                run.endpoints(), from, from.saes().get(1), to, to.saes().get(1));
        var why = new ArrayList<String>();
        Eventually.holds(() -> unless(pair.exchange(1, 256, why).isPresent(), String.join(", ", why)));
    }

    /** What the operator does with one entry. */
    @FunctionalInterface
    private interface Change {
        void of(ObjectNode entry);
    }

    private void put(Change change) throws IOException {
        var body = operator.get(NODE).body();
        change.of((ObjectNode) body.at("/qkdn-inventory:node/0"));
        operator.put(NODE, body);
    }

    /** What the operator waits to see of the node. */
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
        return operator.get(STATE).body().at("/qkdn-inventory:node/0");
    }

    private static Optional<String> unless(boolean there, String missing) {
        return there ? Optional.empty() : Optional.of(missing);
    }
}
