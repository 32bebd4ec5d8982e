package org.qkdn.agent.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.qkdn.agent.fixture.Sites.A;
import static org.qkdn.agent.fixture.Sites.B;
import static org.qkdn.agent.fixture.Sites.TO_A;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.qkdn.agent.desired.NodeConfiguration;
import org.qkdn.agent.desired.PhysLink;
import org.qkdn.agent.fixture.Sites;
import org.qkdn.agent.node.NodeSnapshot;
import org.qkdn.agent.node.PartReport;
import org.qkdn.node.v1.ApplicationRequest;
import org.qkdn.node.v1.KeyStoreReport;
import org.qkdn.node.v1.ModuleState;

class EventWatchTest {
    private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");
    private static final NodeConfiguration NODE = Sites.node(List.of(Sites.phys(TO_A, B, 1, A)), List.of());

    private final EventWatch watch = new EventWatch();
    private NodeConfiguration node = NODE;
    private NodeSnapshot snapshot = NodeSnapshot.silent(List.of(1, 2));

    @Test
    void linkThatBecomesActiveIsReportedWithItsRate() {
        assertEquals(List.of(), at(0));
        making(1000, 20_000);
        var event = assertInstanceOf(NodeEvent.LinkPerformance.class, at(1).getFirst());
        assertEquals(TO_A, event.linkId());
        assertEquals(1000, event.condition().skr());
        assertEquals(Optional.of(20_000), event.condition().qberPpm());
    }

    @Test
    void changeOfRateIsReportedAboveTenPercentOnly() {
        making(1000, 20_000);
        at(0);
        making(1100, 20_000);
        assertEquals(List.of(), at(2));
        making(1101, 20_000);
        assertEquals(1, at(4).size());
    }

    @Test
    void changeOfErrorRateIsReportedToo() {
        making(1000, 20_000);
        at(0);
        making(1000, 25_000);
        assertEquals(1, at(2).size());
    }

    @Test
    void updatesAreASecondApartAndTheLastOneIsNotLost() {
        making(1000, 0);
        atMillis(0);
        making(2000, 0);
        assertEquals(List.of(), atMillis(500));
        assertEquals(1, atMillis(1000).size());
    }

    @Test
    void activeLinkThatStopsIsDownWithTheModulesReason() {
        making(1000, 0);
        at(0);
        heard(state().setReason("loss of signal"));
        assertEquals(List.of(new NodeEvent.LinkDown(TO_A, "loss of signal")), at(1));
        assertEquals(List.of(), at(2));
    }

    @Test
    void unreachableModuleTakesItsInterfaceAndLinkDown() {
        making(1000, 0);
        at(0);
        snapshot = snapshot.withModule(1, new PartReport.Unreachable<>("gone"));
        assertEquals(List.of(new NodeEvent.InterfaceDown(1, "gone"), new NodeEvent.LinkDown(TO_A, "gone")), at(1));
    }

    @Test
    void linkThatIsDisabledOnPurposeIsNotDown() {
        making(1000, 0);
        at(0);
        var link = Sites.phys(TO_A, B, 1, A);
        node = Sites.node(
                List.of(new PhysLink(
                        TO_A,
                        false,
                        link.local(),
                        link.remote(),
                        link.attenuationDb(),
                        link.wavelength(),
                        link.role())),
                List.of());
        assertEquals(List.of(), at(1));
    }

    @Test
    void requestIsToldOnceAndAgainAfterHalfAMinuteWhileItStands() {
        var request = ApplicationRequest.newBuilder()
                .setMasterSaeId("sae-b")
                .setSlaveSaeId("sae-c")
                .build();
        snapshot = snapshot.withKeyStores(new PartReport.Reported<>(
                KeyStoreReport.newBuilder().addRequested(request).build()));
        assertEquals(List.of(new NodeEvent.ApplicationNew("sae-b", "sae-c")), at(0));
        assertEquals(List.of(), at(29));
        assertEquals(1, at(30).size());
        snapshot = snapshot.withKeyStores(new PartReport.Reported<>(KeyStoreReport.getDefaultInstance()));
        assertEquals(List.of(), at(31));
        snapshot = snapshot.withKeyStores(new PartReport.Reported<>(
                KeyStoreReport.newBuilder().addRequested(request).build()));
        assertEquals(1, at(32).size());
    }

    private static ModuleState.Builder state() {
        return ModuleState.newBuilder().setStatus(ModuleState.Status.ENABLED).setLinkId(TO_A);
    }

    private void making(long rate, int qber) {
        heard(state().setGenerating(true).setSkrBps(rate).setQberPpm(qber));
    }

    private void heard(ModuleState.Builder state) {
        snapshot = snapshot.withModule(1, new PartReport.Reported<>(state.build()));
    }

    private List<NodeEvent> at(int seconds) {
        return atMillis(seconds * 1000L);
    }

    private List<NodeEvent> atMillis(long millis) {
        var now = START.plusMillis(millis);
        return watch.observe(node, snapshot, NodeConditions.of(node, snapshot, now), now);
    }
}
