package org.qkdn.controller.southbound;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.qkdn.controller.core.engine.Event;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.SaeId;
import org.qkdn.controller.core.model.SecretKeyRate;

class DamperTest {
    private static final NodeName NODE = new NodeName("NORTE");

    private final Damper damper = new Damper(100);

    private static Event performed(String link, long rate) {
        return new Event.LinkPerformed(
                NODE, Samples.link(link), new SecretKeyRate(rate), Optional.empty(), Optional.empty());
    }

    private static Event down(String link) {
        return new Event.LinkWentDown(NODE, Samples.link(link), "no light");
    }

    private Optional<Event> offer(Event event, long now) {
        return damper.offer(event, now);
    }

    @Test
    void passesTheFirstAtOnceAndThenOnlyTheNewestOncePerPause() {
        assertEquals(Optional.of(performed("a", 1)), offer(performed("a", 1), 0));
        for (int rate = 2; rate < 50; rate++) {
            assertEquals(Optional.empty(), offer(performed("a", rate), rate));
        }
        assertEquals(Optional.of(50L), damper.untilDue(50));
        assertEquals(List.of(), damper.due(99));
        assertEquals(List.of(performed("a", 49)), damper.due(100));
        assertEquals(Optional.empty(), damper.untilDue(101));
        assertEquals(Optional.empty(), offer(performed("a", 60), 150));
        assertEquals(List.of(performed("a", 60)), damper.due(200));
    }

    @Test
    void holdsNoLinkBackForAnother() {
        offer(performed("a", 1), 0);
        assertEquals(Optional.of(performed("b", 1)), offer(performed("b", 1), 1));
    }

    @Test
    void tellsAtOnceThatALinkThatMadeKeyWentDownAndForgetsItsOlderFigures() {
        offer(performed("a", 1), 0);
        offer(performed("a", 2), 1);
        assertEquals(Optional.of(down("a")), offer(down("a"), 2));
        assertEquals(List.of(), damper.due(1000));
    }

    @Test
    void aLinkThatFlapsIsToldOfOncePerPauseAsItIsThen() {
        offer(down("a"), 0);
        assertEquals(Optional.empty(), offer(performed("a", 5), 10));
        assertEquals(Optional.empty(), offer(down("a"), 20));
        assertEquals(Optional.empty(), offer(performed("a", 6), 30));
        assertEquals(List.of(performed("a", 6)), damper.due(100));
    }

    @Test
    void aReadingSaysAllThatWaits() {
        offer(performed("a", 1), 0);
        offer(performed("a", 2), 1);
        damper.read();
        assertEquals(List.of(), damper.due(1000));
    }

    @Test
    void passesTheSameRequestOncePerPause() {
        Event ask = new Event.ApplicationAsked(NODE, new SaeId("sae-a"), new SaeId("sae-b"));
        Event other = new Event.ApplicationAsked(NODE, new SaeId("sae-a"), new SaeId("sae-c"));
        assertEquals(Optional.of(ask), offer(ask, 0));
        assertEquals(Optional.empty(), offer(ask, 1));
        assertEquals(Optional.of(other), offer(other, 2));
        assertEquals(Optional.of(ask), offer(ask, 101));
    }
}
