package org.qkdn.emulator.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.qkdn.emulator.check.Eventually;
import org.qkdn.emulator.client.Endpoints;
import org.qkdn.emulator.client.HttpAnswer;
import org.qkdn.emulator.client.OperatorClient;
import org.qkdn.emulator.client.SaeClient;

/** Services whose keys are mixed of what several links bring, from the operator to the SAEs. */
@ExtendWith(RunningNetwork.class)
class CombinedServicesIT {
    private static final String SERVICES = "/qkdn-key-service:key-services/key-service=";
    private static final String STATES = "/qkdn-key-service:key-services-state/key-service=";

    private final EmulatedRun run;
    private final OperatorClient operator;

    CombinedServicesIT(EmulatedRun run) throws IOException {
        this.run = run;
        operator = run.operator();
    }

    /** Before anything is ordered: what a test that is given up half way leaves behind is in the way of others. */
    @BeforeEach
    void needsAForeignClient() throws Exception {
        Ncclient.assumeInstalled();
    }

    /** Between the second SAEs of two nodes. */
    private record Order(Endpoints.Node from, Endpoints.Node to, String combination, String constraints) {
        Endpoints.Sae master() {
            return from.saes().get(1);
        }

        Endpoints.Sae slave() {
            return to.saes().get(1);
        }

        String json(String name) {
            return """
                    {"qkdn-key-service:key-service": [{"name": "%s", "source": "%s", "destination": "%s",
                      "combination": "%s", "constraints": {%s}}]}""".formatted(name, master().id(), slave().id(), combination, constraints);
        }
    }

    private Order order(String from, String to, String combination, String constraints) {
        return new Order(run.endpoints().node(from), run.endpoints().node(to), combination, constraints);
    }

    @Test
    void keysOfTheBorderLinkAreMixedOfTwoTechnologiesAndAPostQuantumSecret() throws Exception {
        var order = order("QUEVEDO", "NORTE", "hkdf-sha384+ml-kem-768", "\"paths\": 2, \"different\": \"technology\"");
        operator.put(SERVICES + "border", Json.of(order.json("border")));
        awaitPaths("border", List.of(List.of("QUEVEDO", "NORTE"), List.of("QUEVEDO", "NORTE")));
        agentsHold("border", order);
        keysFlow(order);
        operator.delete(SERVICES + "border");
    }

    @Test
    void sharesTravelOverDisjointPathsAndNoKeyIsMadeOfOneAlone() throws Exception {
        var order = order("NORTE", "DISTRITO", "xor", "\"paths\": 2");
        operator.put(SERVICES + "vault", Json.of(order.json("vault")));
        awaitPaths("vault", List.of(List.of("NORTE", "DISTRITO"), List.of("NORTE", "CONCEPCION", "DISTRITO")));
        agentsHold("vault", order);
        keysFlow(order);

        run.processes().emulator("cut-span", "NORTE-CONCEPCION");
        Eventually.holds(() -> unless(
                state("vault").path("status").asText().equals("DOWN")
                        && state("vault").path("reason").asText().startsWith("1 of 2 paths"),
                state("vault").toString()));
        agentsHold("vault", order);
        noKeyIsLess(order);

        run.processes().emulator("mend", "NORTE-CONCEPCION");
        run.allLinksActive();
        awaitPaths("vault", List.of(List.of("NORTE", "DISTRITO"), List.of("NORTE", "CONCEPCION", "DISTRITO")));
        keysFlow(order);
        operator.delete(SERVICES + "vault");
    }

    @Test
    void whatCannotBeCombinedIsRefusedAndChangesNothing() throws Exception {
        var order = order("QUIJANO", "CONCEPCION", "xor", "\"paths\": 1");
        var refusal = assertThrows(
                IOException.class, () -> operator.put(SERVICES + "impossible", Json.of(order.json("impossible"))));
        assertTrue(refusal.getMessage().contains("answered 400"), refusal.getMessage());
        assertTrue(refusal.getMessage().contains("raise paths"), refusal.getMessage());
        assertFalse(operator.get(SERVICES + "impossible?content=config").isSuccess());
    }

    private JsonNode state(String service) throws IOException {
        return operator.get(STATES + service).body().at("/qkdn-key-service:key-service/0");
    }

    private void awaitPaths(String service, List<List<String>> expected) throws Exception {
        Eventually.holds(() -> {
            var state = state(service);
            var paths = new ArrayList<List<String>>();
            state.path("share").forEach(share -> paths.add(texts(share.path("path"))));
            // a list of YANG has no order of its own
            paths.sort((left, right) -> Integer.compare(left.size(), right.size()));
            return unless(state.path("status").asText().equals("UP") && paths.equals(expected), state.toString());
        });
    }

    /** That both agents were told of all links, and how they are combined. */
    private void agentsHold(String service, Order order) throws Exception {
        Ncclient.assumeInstalled();
        var state = state(service);
        assertEquals(order.combination(), state.path("combination").asText());
        for (var node : List.of(order.from(), order.to())) {
            var running =
                    new Ncclient(node.agent()).run("get-config").mustSucceed().text();
            int start = running.indexOf(state.path("app-id").asText());
            assertTrue(start > 0, running);
            var application = running.substring(start, running.indexOf("</qkd_app>", start));
            assertTrue(application.contains(">" + order.combination() + "</"), application);
            assertEquals(2, state.path("share").size());
            state.path("share")
                    .forEach(share -> assertTrue(
                            application.contains(
                                    "<backing_qkdl_id>" + share.path("link-id").asText() + "</"),
                            application));
        }
    }

    /** More keys than were stored from before, the same at both ends, and each says what it is made of. */
    private void keysFlow(Order order) throws Exception {
        for (int round = 0; round < 3; round++) {
            Eventually.holds(() -> unless(draw(order), "no key of " + order.combination() + " yet"));
        }
    }

    /** Keys that are stored, or still relayed with stored pads, are handed out; none is made of fewer shares. */
    private void noKeyIsLess(Order order) throws IOException {
        for (int keys = 0; keys < 50 && draw(order); keys++) {
            // looked at where it is drawn
        }
    }

    /** One key at both ends; false where there is none. */
    private boolean draw(Order order) throws IOException {
        var drawn = new SaeClient(run.endpoints(), order.from(), order.master())
                .encKeys(order.slave().id(), 1, 256);
        if (drawn.status() == 503) {
            return false;
        }
        var id = drawn.body().at("/keys/0/key_ID").asText();
        var fetched = new SaeClient(run.endpoints(), order.to(), order.slave())
                .decKeys(order.master().id(), List.of(id));
        for (HttpAnswer answer : List.of(drawn, fetched)) {
            assertEquals(200, answer.status());
            var extension = answer.body().at("/keys/0/key_extension");
            assertEquals(order.combination(), extension.path("qkdn_combination").asText(), extension::toString);
            assertEquals(2, extension.path("qkdn_paths").asInt(), extension::toString);
        }
        // not printed: these are keys
        assertTrue(drawn.body().at("/keys/0/key").equals(fetched.body().at("/keys/0/key")));
        return true;
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
