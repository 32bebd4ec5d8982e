package org.qkdn.controller.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.controller.core.engine.Engine;
import org.qkdn.controller.core.engine.Event;
import org.qkdn.controller.core.engine.NetworkState;
import org.qkdn.controller.core.model.Inventory;
import org.qkdn.controller.core.model.Loss;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.OpticalPlant;
import org.qkdn.controller.core.model.Policy;
import org.qkdn.controller.core.model.SaeId;
import org.qkdn.controller.mdsal.Planning;

/** Dry runs over RESTCONF. Two nodes are registered, and neither has ever been heard. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PlanningTest {
    private static final String DRY_RUN = "operations/qkdn-planning:dry-run";

    @TempDir
    private Path folder;

    private TestController controller;
    private Planning planning;
    private RestconfClient viewer;
    private volatile NetworkState state = present();

    @BeforeEach
    void start() throws Exception {
        controller = new TestController(folder);
        planning = new Planning(controller.broker().rpcProviders(), () -> state);
        viewer = controller.client("viewer");
    }

    @AfterEach
    void stop() throws Exception {
        planning.close();
        controller.close();
    }

    private static NetworkState present() {
        NodeName a = new NodeName("A");
        NodeName b = new NodeName("B");
        NetworkState state = Engine.initial();
        for (Event event : List.of(
                new Event.InventoryChanged(new Inventory(
                        Map.of(a, new Inventory.Node("", 0), b, new Inventory.Node("", 0)),
                        Map.of(new SaeId("sae-a"), a, new SaeId("sae-b"), b),
                        Policy.DEFAULT)),
                new Event.OpticalPlantChanged(new OpticalPlant(
                        Map.of("A-B", new OpticalPlant.Span("A-B", a, b, Loss.NONE, Set.of())),
                        Map.of(),
                        List.of(),
                        List.of())),
                new Event.KeyServicesChanged(Map.of(), true),
                new Event.DiscoveryTimedOut())) {
            state = Engine.apply(state, event).state();
        }
        return state;
    }

    private RestconfClient.Answer ask(String input) throws Exception {
        return viewer.send("POST", DRY_RUN, Optional.of("{\"qkdn-planning:input\": " + input + "}"));
    }

    private void assertRefused(int status, String input, String... words) throws Exception {
        var answer = ask(input);
        assertEquals(status, answer.status(), answer.body());
        for (var word : words) {
            assertTrue(answer.body().contains(word), answer.body());
        }
    }

    @Test
    void aViewerMayAskAndNothingWouldChange() throws Exception {
        var answer = ask("{\"failing-span\": [\"A-B\"]}");
        assertEquals(200, answer.status(), answer.body());
        assertTrue(answer.body().contains("\"verdict\":\"nothing would change\""), answer.body());
    }

    @Test
    void aDemandIsAnsweredWithWhyItWouldNotBeServed() throws Exception {
        var answer = ask(
                "{\"demand\": [{\"name\": \"new\", \"source\": \"A\", \"destination\": \"sae-b\", \"min-rate\": \"100\","
                        + " \"constraints\": {\"max-hops\": 3}}]}");
        assertEquals(200, answer.status(), answer.body());
        assertTrue(answer.body().contains("1 would not be up (new)"), answer.body());
        assertTrue(answer.body().contains("\"status\":\"DOWN\""), answer.body());
        assertTrue(answer.body().contains("node A is not reachable"), answer.body());
    }

    @Test
    void maintenanceIsAnsweredWithWhetherItWouldBeEmpty() throws Exception {
        var answer = ask("{\"maintained-node\": [\"A\"], \"maintained-span\": [\"A-B\"]}");
        assertEquals(200, answer.status(), answer.body());
        assertTrue(answer.body().contains("node A would be empty; span A-B would be empty"), answer.body());
        assertTrue(answer.body().contains("\"target\":\"span A-B\""), answer.body());
        assertRefused(400, "{\"maintained-switch\": [\"s\"]}", "switch s is not known");
    }

    @Test
    void whatDoesNotExistIsNamed() throws Exception {
        assertRefused(400, "{\"failing-span\": [\"A-C\"]}", "span A-C is not known: there are [A-B]", "invalid-value");
        assertRefused(400, "{\"failing-node\": [\"C\"]}", "node C is not known: there are [A, B]");
        assertRefused(400, "{\"failing-switch\": [\"s\"]}", "switch s is not known: there is none");
        assertRefused(400, "{\"failing-vendor\": [\"v\"]}", "vendor v: no module is of this maker");
        assertRefused(
                400,
                "{\"failing-link\": [\"00000000-0000-0000-0000-000000000001\"]}",
                "link 00000000-0000-0000-0000-000000000001 is not known");
        assertRefused(400, "{\"failing-link\": [\"x\"]}", "errors");
        assertRefused(400, "{\"failing-moon\": [\"x\"]}", "errors");
    }

    @Test
    void aDemandThatCannotBeIsRefusedAsItsConfigurationWouldBe() throws Exception {
        assertRefused(
                400,
                "{\"demand\": [{\"name\": \"n\", \"source\": \"a\", \"destination\": \"a\"}]}",
                "name two different");
        assertRefused(400, "{\"demand\": [{\"name\": \"n\", \"source\": \"a\"}]}", "destination");
    }

    @Test
    void beforeTheNetworkIsKnownItSaysSo() throws Exception {
        state = Engine.initial();
        assertRefused(409, "{}", "has not heard all nodes yet", "resource-denied");
    }
}
