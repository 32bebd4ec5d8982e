package org.qkdn.controller.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.qkdn.controller.core.engine.MadQci.AT_NORTE;
import static org.qkdn.controller.core.engine.MadQci.AT_QUEVEDO;
import static org.qkdn.controller.core.engine.MadQci.SECOND_TRANSMITTER;
import static org.qkdn.controller.core.engine.MadQci.TRANSMITTER;
import static org.qkdn.controller.core.engine.MadQci.wanted;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.qkdn.controller.core.identity.Identities;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.LinkStatus;
import org.qkdn.controller.core.model.ModuleId;
import org.qkdn.controller.core.pairing.Pairing;
import org.qkdn.controller.core.switching.FailedSwitchover;
import org.qkdn.controller.core.switching.ModulePair;
import org.qkdn.controller.core.switching.Switchover.Stage;

/** From one pair to another, and back. */
class SwitchoverTest {
    private static final KeyAssociationLinkId OLD = Identities.physLink(TRANSMITTER, AT_QUEVEDO);
    private static final KeyAssociationLinkId NEW = Identities.physLink(TRANSMITTER, AT_NORTE);

    private final SimulatedNetwork network = new SimulatedNetwork(Optional.empty());

    private ModuleId receiver(ModuleId transmitter) {
        return assertInstanceOf(Pairing.Made.class, network.state.pairings().get(transmitter))
                .receiver();
    }

    private LinkStatus status(KeyAssociationLinkId link) {
        return network.state.links().get(link).status();
    }

    @Test
    void modulesRestUntilTheSwitchesHaveComeToRest() {
        network.start().settle();
        Step step = Engine.apply(network.state, new Event.OpticalPlantChanged(plant()));
        step = Engine.apply(step.state(), connected("switch-QUIJOTE", 1, 11));
        assertEquals(
                Stage.CONNECTING,
                step.state().switching().underWay().get(TRANSMITTER).stage());
        step = Engine.apply(step.state(), connected("switch-QUEVEDO", 11, 1));
        assertEquals(
                Stage.SETTLING,
                step.state().switching().underWay().get(TRANSMITTER).stage());
        assertTrue(step.commands().stream().noneMatch(command -> enables(command)), step.commands()::toString);
        Timer timer = step.timers().getFirst();
        assertEquals(Duration.ofMillis(100), timer.after());
        step = Engine.apply(step.state(), timer.event());
        assertTrue(step.commands().stream().anyMatch(command -> enables(command)), step.commands()::toString);
    }

    private org.qkdn.controller.core.model.OpticalPlant plant() {
        return network.site.plant(wanted(TRANSMITTER, AT_QUEVEDO));
    }

    private static Event connected(String name, int ingress, int egress) {
        TreeMap<Integer, Integer> connections = new TreeMap<>();
        connections.put(ingress, egress);
        return new Event.SwitchReported(name, connections);
    }

    private static boolean enables(Command command) {
        return command instanceof Command.ProgramNode program
                && program.desired().links().get(OLD) instanceof org.qkdn.controller.core.model.DesiredLink.Phys phys
                && phys.enabled();
    }

    @Test
    void aPairThatMakesNoKeyInTimeGivesWayToWhatWorkedBefore() {
        network.start().want(wanted(TRANSMITTER, AT_QUEVEDO)).settle();
        network.cut("QUEVEDO-NORTE").want(wanted(TRANSMITTER, AT_NORTE)).settle();
        assertEquals(AT_NORTE, receiver(TRANSMITTER));
        assertEquals(LinkStatus.PASSIVE, status(NEW));
        network.pass();
        assertEquals(AT_QUEVEDO, receiver(TRANSMITTER));
        assertEquals(LinkStatus.ACTIVE, status(OLD));
        assertFalse(network.state.links().containsKey(NEW));
        String reason = network.state
                .switching()
                .failures()
                .get(new ModulePair(TRANSMITTER, AT_NORTE))
                .reason();
        assertTrue(reason.startsWith("QUIJOTE/10 to NORTE/10: made no key within 300 s (no light"), reason);
    }

    @Test
    void keyThatModulesMakeWithStrangersDoesNotCountAndThePairIsTakenBack() {
        network.credulous = true;
        network.start()
                .want(wanted(TRANSMITTER, AT_QUEVEDO), wanted(SECOND_TRANSMITTER, AT_NORTE))
                .settle();
        assertEquals(LinkStatus.ACTIVE, status(OLD));
        network.cross("switch-QUEVEDO")
                .want(wanted(TRANSMITTER, AT_NORTE), wanted(SECOND_TRANSMITTER, AT_QUEVEDO))
                .settle();
        assertEquals(Optional.of(AT_QUEVEDO), network.light.receiverOf(TRANSMITTER));
        assertEquals(LinkStatus.PENDING, status(NEW));
        String reason = network.state.links().get(NEW).reason().orElseThrow();
        assertTrue(reason.contains(" is answered by "), reason);
        network.cross("switch-QUEVEDO").pass();
        network.cross("switch-QUEVEDO").cross("switch-QUEVEDO").settle();
        assertEquals(LinkStatus.ACTIVE, status(NEW));
    }

    @Test
    void isTriedAgainLaterAndThenWorks() {
        network.start().want(wanted(TRANSMITTER, AT_QUEVEDO)).settle();
        network.cut("QUEVEDO-NORTE")
                .want(wanted(TRANSMITTER, AT_NORTE))
                .settle()
                .pass();
        network.mend("QUEVEDO-NORTE").settle();
        assertEquals(AT_QUEVEDO, receiver(TRANSMITTER));
        network.pass();
        assertEquals(AT_NORTE, receiver(TRANSMITTER));
        assertEquals(LinkStatus.ACTIVE, status(NEW));
        assertTrue(network.state.switching().failures().isEmpty());
    }

    @Test
    void theOperatorMayHaveItTriedAtOnceByWritingItAgain() {
        network.start().want(wanted(TRANSMITTER, AT_QUEVEDO)).settle();
        network.cut("QUEVEDO-NORTE")
                .want(wanted(TRANSMITTER, AT_NORTE))
                .settle()
                .pass();
        network.mend("QUEVEDO-NORTE").settle();
        network.want().settle();
        network.want(wanted(TRANSMITTER, AT_NORTE)).settle();
        assertEquals(LinkStatus.ACTIVE, status(NEW));
    }

    @Test
    void bothModulesGoBackToWhomTheyHadBefore() {
        network.start()
                .want(wanted(TRANSMITTER, AT_QUEVEDO), wanted(SECOND_TRANSMITTER, AT_NORTE))
                .settle();
        network.cut("QUIJOTE-QUEVEDO")
                .want(wanted(TRANSMITTER, AT_NORTE), wanted(SECOND_TRANSMITTER, AT_QUEVEDO))
                .settle();
        assertEquals(AT_NORTE, receiver(TRANSMITTER));
        network.pass();
        assertEquals(AT_QUEVEDO, receiver(TRANSMITTER));
        assertEquals(AT_NORTE, receiver(SECOND_TRANSMITTER));
        network.mend("QUIJOTE-QUEVEDO").settle();
        assertEquals(LinkStatus.ACTIVE, status(OLD));
    }

    @Test
    void aPairStaysWhereThereIsNothingToGoBackTo() {
        network.start()
                .cut("QUIJOTE-QUEVEDO")
                .want(wanted(TRANSMITTER, AT_QUEVEDO))
                .settle();
        network.pass();
        assertEquals(AT_QUEVEDO, receiver(TRANSMITTER));
        network.mend("QUIJOTE-QUEVEDO").settle();
        assertEquals(LinkStatus.ACTIVE, status(OLD));
    }

    @Test
    void isNotTakenBackWhileAnEndCannotBeTold() {
        network.start().want(wanted(TRANSMITTER, AT_QUEVEDO)).settle();
        network.cut("QUEVEDO-NORTE").want(wanted(TRANSMITTER, AT_NORTE)).settle();
        network.silence(AT_NORTE.node()).settle().pass();
        assertEquals(AT_NORTE, receiver(TRANSMITTER));
        network.speak().settle();
        assertEquals(AT_QUEVEDO, receiver(TRANSMITTER));
    }

    @Test
    void goesBackAtOnceWhereASwitchRefuses() {
        network.start().want(wanted(TRANSMITTER, AT_QUEVEDO)).settle();
        network.light.broken.add("switch-NORTE");
        network.want(wanted(TRANSMITTER, AT_NORTE)).settle();
        network.happen(new Event.ProgrammingFailed("switch-NORTE", "port 1 is FAILED"))
                .settle();
        assertEquals(AT_QUEVEDO, receiver(TRANSMITTER));
        assertEquals(LinkStatus.ACTIVE, status(OLD));
    }

    @Test
    void learnsHowLongModulesTake() {
        network.clock = Optional.of(Instant.EPOCH);
        network.start().want(wanted(TRANSMITTER, AT_QUEVEDO)).settle();
        network.cut("QUEVEDO-NORTE").want(wanted(TRANSMITTER, AT_NORTE)).settle();
        network.clock = Optional.of(Instant.EPOCH.plusSeconds(80));
        network.mend("QUEVEDO-NORTE").settle();
        assertEquals(
                Optional.of(Duration.ofSeconds(80)),
                network.state.switching().relock(new ModulePair(TRANSMITTER, AT_NORTE)));
    }

    @Test
    void pausesGrowWithEachFailure() {
        assertEquals(Duration.ofMinutes(10), new FailedSwitchover("", 1, true).pause());
        assertEquals(Duration.ofMinutes(40), new FailedSwitchover("", 3, true).pause());
        assertEquals(Duration.ofMinutes(1280), new FailedSwitchover("", 99, true).pause());
    }
}
