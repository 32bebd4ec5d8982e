package org.qkdn.agent.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.qkdn.agent.fixture.Sites.A;
import static org.qkdn.agent.fixture.Sites.B;
import static org.qkdn.agent.fixture.Sites.C;
import static org.qkdn.agent.fixture.Sites.TO_A;
import static org.qkdn.agent.fixture.Sites.TO_C;
import static org.qkdn.agent.fixture.Sites.VIRT;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.qkdn.agent.desired.Application;
import org.qkdn.agent.fixture.Sites;

class KeyStorePlanTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private final KeyStorePlan plan = new KeyStorePlan(Set.of("sae-b"));

    @Test
    void physLinksBecomeStores() {
        var store = plan.stores(Sites.node(List.of(Sites.phys(TO_A, B, 1, A)), List.of()), NOW)
                .getLinks(0);
        assertEquals(TO_A, store.getLinkId());
        assertEquals(A, store.getRemoteNodeId());
        assertEquals(1, store.getInterfaceId());
        assertEquals(true, store.getEnabled());
    }

    @Test
    void serverThatLivesHereIsTheLocalEnd() {
        var application = only(Sites.pair("01", "sae-b", "sae-c", Optional.of(C)));
        assertEquals("sae-b", application.getLocalSaeId());
        assertEquals("sae-c", application.getRemoteSaeId());
        assertEquals(C, application.getRemoteNodeId());
        assertEquals(List.of(VIRT), application.getBackingLinkIdsList());
        assertEquals(3, application.getPriority());
        assertEquals(2000, application.getMaxBandwidthBps());
        assertEquals(1000, application.getMinBandwidthBps());
        assertEquals(60, application.getTtlSeconds());
    }

    @Test
    void linksOfACombinationAreNamedInTheOrderOfTheirIdsHoweverTheyAreConfigured() {
        var combination = Optional.of("hkdf-sha384");
        var application = only(Sites.pair("01", "sae-b", "sae-c", Optional.of(C), combination, VIRT, TO_C, TO_A));
        assertEquals(
                Stream.of(TO_A, TO_C, VIRT).sorted().toList(),
                application.getBackingLinkIdsList().stream().toList());
        assertEquals("hkdf-sha384", application.getCombination());
        assertEquals(
                "", only(Sites.pair("01", "sae-b", "sae-c", Optional.of(C))).getCombination());
    }

    @Test
    void ofKeysThatAreSplitTheRateOverEachLinkIsTold() {
        var parts = Map.of(TO_A, 700L, TO_C, 300L);
        var pair = Sites.pair("01", "sae-b", "sae-c", Optional.of(C), Optional.empty(), TO_A, TO_C);
        var application = only(Sites.split(pair, parts));
        assertEquals("split", application.getCombination());
        assertEquals(parts, application.getBackingLinkRatesBpsMap());
    }

    @Test
    void clientThatLivesHereIsTheLocalEndThoughTheServerIsNamedFirst() {
        var application = only(Sites.pair("01", "sae-a", "sae-b", Optional.of(A)));
        assertEquals("sae-b", application.getLocalSaeId());
        assertEquals("sae-a", application.getRemoteSaeId());
    }

    @Test
    void applicationWithUnknownRemoteNodeIsConfiguredWithoutOne() {
        assertEquals(
                "", only(Sites.pair("01", "sae-b", "sae-c", Optional.empty())).getRemoteNodeId());
    }

    @Test
    void internalApplicationsAreNoneOfTheKeyStores() {
        assertEquals(
                0,
                plan.stores(Sites.node(List.of(), List.of(Sites.share("0a", TO_A))), NOW)
                        .getApplicationsCount());
    }

    @Test
    void expiredApplicationIsTakenAway() {
        var pair = Sites.pair("01", "sae-b", "sae-c", Optional.of(C));
        var expired = new Application(
                pair.id(),
                pair.kind(),
                pair.server(),
                pair.clients(),
                pair.priority(),
                pair.quality(),
                pair.backingLinks(),
                pair.combination(),
                pair.localNode(),
                pair.remoteNode(),
                Optional.of(NOW));
        assertEquals(
                0, plan.stores(Sites.node(List.of(), List.of(expired)), NOW).getApplicationsCount());
    }

    private org.qkdn.node.v1.Application only(Application application) {
        return plan.stores(Sites.node(List.of(), List.of(application)), NOW).getApplications(0);
    }
}
