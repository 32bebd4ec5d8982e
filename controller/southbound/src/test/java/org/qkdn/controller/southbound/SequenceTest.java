package org.qkdn.controller.southbound;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.qkdn.controller.southbound.Sequence.Order;
import org.qkdn.netconf.client.Dom;
import org.qkdn.netconf.client.Notification;

class SequenceTest {
    private final Sequence sequence = new Sequence();

    private Order place(long number, long second) {
        return sequence.place(
                new Notification(number, Optional.of(Instant.ofEpochSecond(second)), Dom.root("urn:any", "anything")));
    }

    @Test
    void notesWhatIsMissing() {
        assertEquals(Order.NEXT, place(1, 10));
        assertEquals(Order.NEXT, place(2, 10));
        assertEquals(Order.AFTER_GAP, place(5, 11));
        assertEquals(Order.NEXT, place(6, 12));
    }

    @Test
    void notesAGapBeforeTheFirst() {
        assertEquals(Order.AFTER_GAP, place(2, 10));
    }

    @Test
    void notesWhatHappenedBeforeThatWhichCameEarlier() {
        assertEquals(Order.NEXT, place(1, 10));
        assertEquals(Order.LATE, place(2, 9));
        assertEquals(Order.NEXT, place(3, 10));
    }

    @Test
    void aNewSessionBeginsAnewWhateverTheServersClockSays() {
        place(1, 10);
        sequence.begin();
        assertEquals(Order.NEXT, place(1, 3));
    }

    @Test
    void aTimeThatCannotBeReadIsTakenForTheNewest() {
        place(1, 10);
        assertEquals(
                Order.NEXT, sequence.place(new Notification(2, Optional.empty(), Dom.root("urn:any", "anything"))));
    }
}
