package org.qkdn.emulator.module;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.qkdn.emulator.Eventually;
import org.qkdn.emulator.plant.CrossConnect;
import org.qkdn.emulator.plant.PlantState;
import org.qkdn.emulator.topology.ModuleRef;
import org.qkdn.emulator.topology.ModuleRole;
import org.qkdn.emulator.topology.TopologyException;
import org.qkdn.emulator.topology.TopologyFile;
import org.qkdn.emulator.topology.Wavelength;

/** Four modules and one source of entangled photons, by a clock of the test's own. */
class EntangledLightTest {
    private static final ModuleRef ALICE = new ModuleRef("ALICE", 1);
    private static final ModuleRef BOB = new ModuleRef("BOB", 1);
    private static final Duration BLOCK = Duration.ofMillis(10_500);

    private final AtomicLong clock = new AtomicLong();
    private final AtomicReference<PlantState> plant = new AtomicReference<>(new PlantState(Map.of(), Set.of()));
    private QuantumLayer layer;
    private EmulatedModule alice;
    private EmulatedModule bob;
    private EmulatedModule charlie;

    @BeforeEach
    void start() throws TopologyException {
        var topology = TopologyFile.find("bbm92-datacentre");
        layer = new QuantumLayer(topology, plant::get, BigDecimal.ONE, clock::get, () -> new byte[32]);
        var modules = topology.modules().stream()
                .map(placement -> new EmulatedModule(placement, layer::changed))
                .toList();
        alice = modules.get(0);
        bob = modules.get(1);
        charlie = modules.get(2);
        layer.attach(modules);
        List.of(alice, bob, charlie).forEach(module -> module.power(true));
    }

    @AfterEach
    void stop() {
        layer.close();
    }

    @Test
    void twoModulesAreLitOnlyWhereTheSwitchJoinsEachWithAPortOfTheSource() throws Exception {
        pair("one", alice, bob);
        connect(2, 4);
        await(() -> alice.report().reason().contains("does not connect both ports of source eps"), alice);
        connect(2, 1);
        light(alice);
        await(() -> bob.report().generating(), bob);
        assertEquals(52, alice.report().rate().bitsPerSecond());
    }

    @Test
    void aBlockIsPaidWholeAndWhatItLeavesOfAChunkIsKeptForTheNextTurn() throws Exception {
        pair("one", alice, bob);
        connect(1, 2);
        light(alice);
        pass(BLOCK.minusMillis(1));
        assertEquals(0, own(alice, BOB));
        pass(Duration.ofMillis(1));
        // 554 bit: two chunks of 256 for one end, and 42 bit
        await(() -> own(alice, BOB) == 64 && own(bob, ALICE) == 0, alice);

        pair("two", alice, charlie);
        connect(1, 3);
        light(alice);
        pass(BLOCK);
        await(() -> supplied(alice) == 128, alice);
        assertEquals(64, own(alice, BOB), "kept while others have their turn");

        for (int turn = 2; turn <= 7; turn++) {
            pair("one", alice, bob);
            connect(1, 2);
            light(alice);
            pass(BLOCK);
            int chunks = turn * 554 / 256;
            await(() -> own(alice, BOB) + own(bob, ALICE) == 32 * chunks, alice);
            pair("two", alice, charlie);
            await(() -> alice.report().linkId().equals("two"), alice);
        }
    }

    @Test
    void aModuleThatWasOffHasNoKeyOfAnyTurn() throws Exception {
        pair("one", alice, bob);
        connect(1, 2);
        light(alice);
        pass(BLOCK);
        await(() -> own(alice, BOB) == 64, bob);
        pair("two", alice, charlie);
        alice.power(false);
        await(() -> alice.supplies().isEmpty() && bob.supplies().isEmpty(), alice);
    }

    @Test
    void theSourceIsDarkAfterItsLastBlock() throws Exception {
        pair("one", alice, bob);
        connect(1, 2);
        light(alice);
        pass(BLOCK.multipliedBy(200));
        await(() -> alice.report().reason().equals("source eps is dark after 100 blocks"), alice);
        assertEquals(100 * 554 / 256 * 32, own(alice, BOB) + own(bob, ALICE));
    }

    private void pair(String link, EmulatedModule one, EmulatedModule other) {
        one.configure(Optional.of(setting(link, other, ModuleRole.TRANSMITTER)));
        other.configure(Optional.of(setting(link, one, ModuleRole.RECEIVER)));
    }

    private static ChannelSetting setting(String link, EmulatedModule peer, ModuleRole role) {
        return new ChannelSetting(link, true, peer.ref().toString(), Optional.of(peer.ref()), new Wavelength(34), role);
    }

    private void connect(int first, int second) {
        plant.set(new PlantState(
                Map.of("switch-ALICE", Set.of(new CrossConnect(9, first), new CrossConnect(10, second))), Set.of()));
        layer.changed();
    }

    /** The pair sees light, and has aligned itself. */
    private void light(EmulatedModule module) throws Exception {
        await(() -> module.report().reason().equals("the pair is aligning itself"), module);
        pass(Duration.ofSeconds(1));
        await(() -> module.report().generating(), module);
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
        layer.changed();
    }

    private static int own(EmulatedModule module, ModuleRef peer) {
        return module.supplies().stream()
                .filter(supply -> supply.peer().equals(peer))
                .mapToInt(supply -> supply.keys().ownBytes(supply.end()))
                .sum();
    }

    private static int supplied(EmulatedModule module) {
        return module.supplies().stream()
                .mapToInt(supply -> supply.keys().ownBytes(supply.end()))
                .sum();
    }

    private static void await(Callable<Boolean> holds, EmulatedModule module) throws Exception {
        Eventually.is(holds, () -> module.report().toString());
    }
}
