package org.qkdn.controller.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.opendaylight.mdsal.binding.api.DataListener;
import org.opendaylight.mdsal.common.api.LogicalDatastoreType;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.inventory.rev261121.InventoryState;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.key.service.rev261121.KeyServicesState;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.OpticalState;
import org.opendaylight.yangtools.binding.DataObjectIdentifier;
import org.opendaylight.yangtools.concepts.Registration;
import org.opendaylight.yangtools.yang.common.Uint16;
import org.qkdn.controller.core.engine.Command;
import org.qkdn.controller.core.engine.Event;
import org.qkdn.controller.core.model.Channel;
import org.qkdn.controller.core.model.Inventory;
import org.qkdn.controller.core.model.KeyMix;
import org.qkdn.controller.core.model.KeyService;
import org.qkdn.controller.core.model.Limitation;
import org.qkdn.controller.core.model.Loss;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.NodeReport;
import org.qkdn.controller.core.model.OpticalPlant;
import org.qkdn.controller.core.model.PathRules;
import org.qkdn.controller.core.model.Policy;
import org.qkdn.controller.core.model.SecretKeyRate;
import org.qkdn.controller.core.model.Terms;
import org.qkdn.controller.mdsal.ControlLoop;
import org.qkdn.controller.mdsal.OperatorConfiguration;

/** The loop between a real broker and limbs that only remember what they were told. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ControlLoopTest {
    @TempDir
    private Path folder;

    private final LinkedBlockingQueue<Command> commands = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<OpticalState> states = new LinkedBlockingQueue<>();
    private EmbeddedBroker broker;
    private Registration listening;
    private ControlLoop loop;

    @BeforeEach
    void open() throws Exception {
        broker = EmbeddedBroker.open(TestModels.MODELS, folder.resolve("state"));
        DataListener<OpticalState> remember =
                state -> Optional.ofNullable(state).ifPresent(states::add);
        listening = broker.data()
                .registerDataListener(
                        LogicalDatastoreType.OPERATIONAL,
                        DataObjectIdentifier.builder(OpticalState.class).build(),
                        remember);
        loop = new ControlLoop(broker.data());
    }

    @AfterEach
    void close() throws Exception {
        loop.close();
        listening.close();
        broker.close();
    }

    private void tellAnEmptyConfigurationButForOneSwitch() {
        loop.accept(new Event.InventoryChanged(Inventory.EMPTY));
        loop.accept(new Event.OpticalPlantChanged(new OpticalPlant(
                Map.of(),
                Map.of(
                        "oxc",
                        new OpticalPlant.Switch(
                                "oxc",
                                new NodeName("NORTE"),
                                Loss.NONE,
                                Map.of(1, new OpticalPlant.SpanPort("none", new Channel(34))))),
                List.of(),
                List.of())));
        loop.accept(new Event.KeyServicesChanged(Map.of(), true));
    }

    /** Takes published states until one shows what was reported of the switch. */
    private void awaitCrossConnect(int ingress, int egress) throws InterruptedException {
        boolean seen = false;
        while (!seen) {
            seen = states.take().nonnullSwitch().values().stream()
                    .flatMap(each -> each.nonnullCrossConnect().values().stream())
                    .anyMatch(each -> each.requireIngress().equals(Uint16.valueOf(ingress))
                            && each.requireEgress().equals(Uint16.valueOf(egress)));
        }
    }

    @Test
    void publishesWhatHappenedAlsoBeforeItsStart() throws Exception {
        tellAnEmptyConfigurationButForOneSwitch();
        loop.accept(new Event.SwitchReported("oxc", new TreeMap<>(Map.of(1, 2))));
        loop.start(commands::add, Duration.ofHours(1));
        awaitCrossConnect(1, 2);
        loop.accept(new Event.SwitchReported("oxc", new TreeMap<>(Map.of(3, 4))));
        awaitCrossConnect(3, 4);
    }

    @Test
    void goesOnAfterLimbsThatFail() throws Exception {
        tellAnEmptyConfigurationButForOneSwitch();
        loop.start(
                command -> {
                    throw new IllegalStateException("a limb that fails");
                },
                Duration.ZERO);
        loop.accept(new Event.SwitchReported("oxc", new TreeMap<>(Map.of(1, 2))));
        awaitCrossConnect(1, 2);
        loop.accept(new Event.SwitchReported("oxc", new TreeMap<>(Map.of(3, 4))));
        awaitCrossConnect(3, 4);
    }

    @Test
    void tellsTheOperatorWhatAnAgentDoesNotDo() throws Exception {
        var foreign = new NodeName("FOREIGN");
        loop.accept(new Event.InventoryChanged(
                new Inventory(Map.of(foreign, new Inventory.Node("", 0)), Map.of(), Policy.DEFAULT)));
        loop.accept(new Event.NodeReported(
                new NodeReport(foreign, new UUID(1, 1), "OPERATING", List.of(), List.of(), List.of(), false)
                        .with(List.of(new Limitation(Limitation.Kind.NO_NOTIFICATIONS, "sends no notifications")))));
        loop.start(commands::add, Duration.ofHours(1));
        var limitations = inventoryState();
        while (limitations.isEmpty()) {
            Thread.sleep(20);
            limitations = inventoryState();
        }
        assertEquals(Set.of("sends no notifications"), limitations);
    }

    private Set<String> inventoryState() throws Exception {
        try (var reading = broker.data().newReadOnlyTransaction()) {
            return reading
                    .read(
                            LogicalDatastoreType.OPERATIONAL,
                            DataObjectIdentifier.builder(InventoryState.class).build())
                    .get()
                    .stream()
                    .flatMap(state -> state.nonnullNode().values().stream())
                    .flatMap(node -> Optional.ofNullable(node.getLimitation()).stream())
                    .flatMap(Set::stream)
                    .collect(Collectors.toSet());
        }
    }

    @Test
    void aServiceThatExpiredBeforeTheStartIsNeverDecidedAsIfItHadNot() throws Exception {
        var services = new LinkedBlockingQueue<KeyServicesState>();
        DataListener<KeyServicesState> remember =
                state -> Optional.ofNullable(state).ifPresent(services::add);
        var expired = Instant.parse("2026-11-26T08:00:00Z");
        var service = new KeyService(
                "s",
                KeyService.Origin.OPERATOR,
                "a",
                "b",
                SecretKeyRate.ZERO,
                Optional.empty(),
                0,
                Optional.empty(),
                PathRules.of(16, Set.of()),
                KeyMix.SINGLE,
                new Terms(0, Optional.empty(), Optional.of(expired)));
        var after = new ControlLoop(broker.data(), InstantSource.fixed(expired.plusSeconds(1)), (state, now) -> {});
        var listeningToServices = broker.data()
                .registerDataListener(
                        LogicalDatastoreType.OPERATIONAL,
                        DataObjectIdentifier.builder(KeyServicesState.class).build(),
                        remember);
        after.accept(new Event.InventoryChanged(Inventory.EMPTY));
        after.accept(new Event.OpticalPlantChanged(OpticalPlant.EMPTY));
        after.accept(new Event.DiscoveryTimedOut());
        after.start(commands::add, Duration.ofHours(1));
        after.accept(new Event.KeyServicesChanged(Map.of("s", service), true));
        var reason = "";
        while (reason.isEmpty()) {
            reason = services.take().nonnullKeyService().values().stream()
                    .map(state -> String.valueOf(state.getReason()))
                    .findFirst()
                    .orElse("");
        }
        assertEquals("expired at 2026-11-26T08:00:00Z: name a later date, or remove the service", reason);
        listeningToServices.close();
        after.close();
    }

    @Test
    void endsWithoutHavingBeenStartedAndTwice() {
        loop.close();
        loop.close();
        assertTrue(commands.isEmpty());
    }

    @Test
    void hearsEachPartOfAnEmptyConfigurationOnce() throws Exception {
        var heard = new LinkedBlockingQueue<Event>();
        var configuration = new OperatorConfiguration(broker.data(), heard::add, nodes -> {}, switches -> {});
        var kinds = new TreeSet<String>();
        for (int part = 0; part < 3; part++) {
            kinds.add(heard.take().getClass().getSimpleName());
        }
        configuration.close();
        assertEquals(Set.of("InventoryChanged", "OpticalPlantChanged", "KeyServicesChanged"), kinds);
    }

    @Test
    void showsARecorderWhatItHears() throws Exception {
        LinkedBlockingQueue<Event> heard = new LinkedBlockingQueue<>();
        loop.record((events, step) -> {
            heard.addAll(events);
            throw new IllegalStateException("a recorder that fails keeps nobody from anything");
        });
        loop.start(commands::add, Duration.ofMinutes(10));
        Event first = new Event.InventoryChanged(Inventory.EMPTY);
        Event second = new Event.DiscoveryTimedOut();
        loop.accept(first);
        loop.accept(second);
        assertEquals(first, heard.poll(30, TimeUnit.SECONDS));
        assertEquals(second, heard.poll(30, TimeUnit.SECONDS));
    }
}
