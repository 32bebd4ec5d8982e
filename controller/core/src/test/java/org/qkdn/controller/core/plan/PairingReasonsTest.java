package org.qkdn.controller.core.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.qkdn.controller.core.engine.MadQci.AT_NORTE;
import static org.qkdn.controller.core.engine.MadQci.AT_QUEVEDO;
import static org.qkdn.controller.core.engine.MadQci.QUIJANO;
import static org.qkdn.controller.core.engine.MadQci.TRANSMITTER;
import static org.qkdn.controller.core.engine.MadQci.wanted;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.qkdn.controller.core.engine.SimulatedNetwork;
import org.qkdn.controller.core.model.ModuleId;

/** "Why this pairing?" */
class PairingReasonsTest {
    private final SimulatedNetwork network = new SimulatedNetwork(Optional.empty());

    private List<String> why(ModuleId module) {
        return PairingReasons.of(network.state, module);
    }

    private static void assertSays(List<String> reasons, String words) {
        assertTrue(reasons.stream().anyMatch(reason -> reason.contains(words)), () -> words + " is not in " + reasons);
    }

    @Test
    void theOperatorWantedIt() {
        network.start().want(wanted(TRANSMITTER, AT_QUEVEDO)).settle();
        List<String> reasons = why(AT_QUEVEDO);
        assertEquals(
                "the operator's pairing joins QUIJOTE/10 to QUEVEDO/10: it goes before what the controller would choose",
                reasons.getFirst());
        assertEquals(
                "QUIJOTE/10 sends to QUEVEDO/10 on channel 37 over QUIJOTE-QUEVEDO, 4.4 dB in all; its link is ACTIVE",
                reasons.get(1));
    }

    @Test
    void theOperatorsPairingFailed() {
        network.start().want(wanted(TRANSMITTER, AT_QUEVEDO)).settle();
        network.cut("QUEVEDO-NORTE")
                .want(wanted(TRANSMITTER, AT_NORTE))
                .settle()
                .pass();
        assertSays(why(TRANSMITTER), "made no key within 300 s");
        assertSays(why(TRANSMITTER), "QUIJOTE/10 sends to QUEVEDO/10");
    }

    @Test
    void nobodyPairsIt() {
        network.start().settle();
        assertSays(why(TRANSMITTER), "nobody pairs QUIJOTE/10: write a pairing for it, or enable automatic-pairing");
    }

    @Test
    void itIsPatched() {
        network.start().settle();
        assertEquals(
                List.of(
                        "fixed pair link-9 joins QUIJANO/9 to QUINTO/9: the two are patched to each other and always meet"),
                why(new ModuleId(QUIJANO, 9)));
    }

    @Test
    void theControllerChoseItAndSaysWhatElseThereWas() {
        network.pairAutomatically().start().settle();
        List<String> reasons = why(TRANSMITTER);
        assertSays(reasons, "the controller chose QUIJOTE/10 to ");
        assertSays(reasons, "bit for the next 900 s, the pair makes ");
        assertSays(reasons, "not QUIJOTE/10 to ");
    }

    @Test
    void thereIsNoSuchModule() {
        network.start().settle();
        assertEquals(
                List.of("no node reports a module QUIJANO/77: name a node of the inventory and one of its qkdi_id"),
                why(new ModuleId(QUIJANO, 77)));
    }
}
