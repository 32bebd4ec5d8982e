package org.qkdn.controller.mdsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.qkdn.controller.core.engine.Event;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.NodeReport;
import org.qkdn.controller.core.model.SecretKeyRate;

@Timeout(30)
class EventQueueTest {
    private static final Event URGENT = new Event.NodeUnreachable(new NodeName("Z"), "gone");

    private static final Event RATES = new Event.LinkPerformed(
            new NodeName("A"),
            new KeyAssociationLinkId(new UUID(0, 1)),
            SecretKeyRate.ZERO,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    private final EventQueue events = new EventQueue();

    private static Event report(String node) {
        return new Event.NodeReported(new NodeReport(
                new NodeName(node),
                UUID.nameUUIDFromBytes(new byte[0]),
                "OPERATING",
                List.of(),
                List.of(),
                List.of(),
                true));
    }

    @Test
    void whatWaitsTogetherIsHandedOutTogetherInItsOrder() throws InterruptedException {
        var all = List.of(report("A"), URGENT, report("B"));
        all.forEach(events::add);
        assertEquals(all, events.take());
        assertTrue(events.isCalm(Duration.ZERO));
    }

    @Test
    void whatComesWhileSomebodyLooksWhetherAllIsCalmIsNotLost() throws InterruptedException {
        events.add(report("A"));
        assertFalse(events.isCalm(Duration.ZERO));
        events.add(report("B"));
        assertFalse(events.isCalm(Duration.ofSeconds(60)));
        assertEquals(List.of(report("A"), report("B")), events.take());
    }

    @Test
    void oneThatComesAloneIsHandedOutAlone() throws InterruptedException {
        events.add(report("A"));
        assertEquals(List.of(report("A")), events.take());
        events.add(URGENT);
        assertEquals(List.of(URGENT), events.take());
    }

    @Test
    void aReportWaitsForOthersAsLongAsTheLastDecisionTookAndNoLongerThanNewsOfRates() {
        var longest = EventQueue.patience(RATES, Duration.ZERO, Duration.ZERO);
        assertEquals(Duration.ofMillis(60), EventQueue.patience(report("A"), Duration.ofMillis(60), Duration.ZERO));
        assertEquals(longest, EventQueue.patience(report("A"), Duration.ofSeconds(60), Duration.ZERO));
        assertTrue(longest.isPositive());
    }

    @Test
    void whatHasWaitedForALongDecisionWaitsForNoCompanyBesides() {
        for (var event : List.of(RATES, report("A"))) {
            var half = Duration.ofMillis(500);
            assertEquals(Duration.ofMillis(10), EventQueue.patience(event, half, Duration.ofMillis(490)));
            assertEquals(Duration.ZERO, EventQueue.patience(event, half, Duration.ofMillis(800)));
        }
    }

    @Test
    void whatIsUrgentWaitsForNobody() {
        assertEquals(Duration.ZERO, EventQueue.patience(URGENT, Duration.ofSeconds(60), Duration.ZERO));
    }
}
