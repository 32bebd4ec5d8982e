package org.qkdn.controller.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.qkdn.controller.core.engine.MadQci.NORTE;
import static org.qkdn.controller.core.engine.MadQci.QUEVEDO;
import static org.qkdn.controller.core.engine.MadQci.QUIJANO;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.qkdn.controller.core.identity.Identities;
import org.qkdn.controller.core.model.DesiredApplication;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.KeyService;
import org.qkdn.controller.core.model.ModuleId;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.SecretKeyRate;
import org.qkdn.controller.core.model.Terms;
import org.qkdn.controller.core.service.ServiceState;
import org.qkdn.controller.core.service.ServiceState.Status;

/** Time to live, jitter and expiry of services on MadQCI, where QUEVEDO and NORTE make 1400 bit/s. */
class TermsTest {
    private static final KeyAssociationLinkId NARROW =
            Identities.physLink(new ModuleId(QUEVEDO, 4), new ModuleId(NORTE, 4));
    private static final Instant TONIGHT = Instant.parse("2026-11-26T22:00:00Z");

    private final SimulatedNetwork network = new SimulatedNetwork(Optional.empty());

    private static KeyService service(long min, Optional<Long> ttl, Terms terms) {
        KeyService plain = MadQciStoryTest.service("s", QUIJANO, NORTE, min);
        return new KeyService(
                plain.name(),
                plain.origin(),
                plain.source(),
                plain.destination(),
                plain.minRate(),
                plain.maxRate(),
                plain.priority(),
                ttl,
                plain.rules(),
                plain.mix(),
                terms);
    }

    private static KeyService until(Instant time) {
        return service(1000, Optional.empty(), new Terms(0, Optional.empty(), Optional.of(time)));
    }

    private static KeyService jitter(long millis) {
        return service(0, Optional.empty(), new Terms(0, Optional.of(millis), Optional.empty()));
    }

    private ServiceState state() {
        return network.state.services().get("s");
    }

    private DesiredApplication.Client client(NodeName node) {
        return (DesiredApplication.Client) network.held.get(node).applications().get(state().application());
    }

    private long reserved() {
        return network.state.links().get(NARROW).reserved().bitsPerSecond();
    }

    @Test
    void timeToLiveAndJitterAreToldToBothEnds() {
        network.start()
                .serve(service(0, Optional.of(3600L), new Terms(0, Optional.of(5000L), Optional.empty())))
                .settle();
        for (NodeName node : List.of(QUIJANO, NORTE)) {
            assertEquals(Optional.of(3600L), client(node).ttlSeconds());
            assertEquals(Optional.of(5000L), client(node).jitterMillis());
        }
    }

    @Test
    void jitterReservesABlockEachTime() {
        network.start().serve(jitter(5000)).settle();
        assertEquals(Status.UP, state().status());
        assertEquals(new SecretKeyRate(820), client(NORTE).minRate(), "4096 bit each 5 s, rounded up");
        assertEquals(923, reserved());
    }

    @Test
    void aJitterThatNoPathCanKeepIsRefusedWithTheLeastOneThatFits() {
        network.start().serve(jitter(3000)).settle();
        assertEquals(Status.DOWN, state().status());
        String reason = state().reason().orElseThrow();
        assertTrue(
                reason.endsWith(
                        "1400 of 1400 bit/s are left, 1537 bit/s are needed with the relay's overhead for a jitter of"
                                + " 3000 ms; the largest min-rate that fits is 1244 bit/s, the least jitter 3293 ms"),
                reason);
        network.serve(jitter(3293)).settle();
        assertEquals(Status.UP, state().status());
        network.serve(jitter(3292)).settle();
        assertEquals(Status.DOWN, state().status());
    }

    @Test
    void atItsTimeAServiceIsReleasedAndItsRateIsFree() {
        network.start().serve(until(TONIGHT)).settle();
        assertEquals(1125, reserved());
        var application = state().application();
        network.happen(new Event.ServiceExpired("s", TONIGHT)).settle();
        assertEquals(Status.DOWN, state().status());
        assertEquals(
                Optional.of("expired at 2026-11-26T22:00:00Z: name a later date, or remove the service"),
                state().reason());
        assertEquals(0, reserved());
        network.held.forEach((node, held) -> assertFalse(held.applications().containsKey(application)));
    }

    @Test
    void anotherTimeBringsItBackAndThePastOneAloneDoesNot() {
        network.start()
                .serve(until(TONIGHT))
                .happen(new Event.ServiceExpired("s", TONIGHT))
                .settle();
        network.serve(until(TONIGHT), MadQciStoryTest.service("other", QUEVEDO, NORTE, 0))
                .settle();
        assertEquals(Status.DOWN, state().status());
        network.serve(until(TONIGHT.plusSeconds(3600))).settle();
        assertEquals(Status.UP, state().status());
        network.happen(new Event.ServiceExpired("s", TONIGHT)).settle();
        assertEquals(Status.UP, state().status(), "it was told of a time that is no longer its");
    }

    @Test
    void whatExpiredBeforeAStartIsNotProgrammedAgain() {
        network.start()
                .serve(until(TONIGHT))
                .happen(new Event.ServiceExpired("s", TONIGHT))
                .settle();
        NetworkState restarted = Engine.apply(Engine.initial(), new Event.ServiceExpired("s", TONIGHT))
                .state();
        network.start();
        network.state = restarted;
        network.settle();
        assertEquals(List.of(), network.log);
        assertEquals(Status.DOWN, state().status());
    }

    @Test
    void anExpiredServiceDoesNotHaveEveryRateReportComputedInFull() {
        network.start()
                .serve(until(TONIGHT))
                .happen(new Event.ServiceExpired("s", TONIGHT))
                .settle();
        Step step = Engine.apply(
                network.state,
                new Event.LinkPerformed(NORTE, NARROW, new SecretKeyRate(1390), Optional.empty(), Optional.of(1L)));
        assertSame(state(), step.state().services().get("s"), "nothing was decided");
    }
}
