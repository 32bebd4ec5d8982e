package org.qkdn.lkms.combine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.qkdn.lkms.app.Batch;
import org.qkdn.lkms.app.BlockRelay.Outcome;
import org.qkdn.node.v1.Application;

/** Keys that are split over links, by what each link says of a batch. */
class SplitFillTest {
    private static final Application SPLIT = Application.newBuilder()
            .setAppId("app")
            .setCombination("split")
            .addBackingLinkIds("wide")
            .addBackingLinkIds("narrow")
            .putBackingLinkRatesBps("wide", 3000)
            .putBackingLinkRatesBps("narrow", 1000)
            .build();

    private final Map<String, Integer> carried = new HashMap<>();
    private final Map<String, Outcome> outcomes = new HashMap<>();
    private Instant now = Instant.EPOCH;
    private int calls;

    private final SplitFill fill = new SplitFill(
            (application, batch) -> {
                assertEquals(1, application.getBackingLinkIdsCount());
                calls++;
                var link = application.getBackingLinkIds(0);
                var outcome = outcomes.getOrDefault(link, new Outcome.Done());
                if (outcome instanceof Outcome.Done) {
                    carried.merge(link, batch.blocks(), Integer::sum);
                }
                return outcome;
            },
            () -> now);

    private void fill(int batches) {
        for (int i = 0; i < batches; i++) {
            assertInstanceOf(Outcome.Done.class, fill.fill(SPLIT, Batch.random(1)));
        }
    }

    @Test
    void eachBatchGoesWholeOverOneLinkInProportionToTheParts() {
        fill(400);
        assertEquals(Map.of("wide", 300, "narrow", 100), carried);
        assertEquals(400, calls);
    }

    @Test
    void withoutPartsAllLinksCarryAsMuch() {
        var even = SPLIT.toBuilder().clearBackingLinkRatesBps().build();
        for (int i = 0; i < 100; i++) {
            assertInstanceOf(Outcome.Done.class, fill.fill(even, Batch.random(3)));
        }
        assertEquals(Map.of("wide", 150, "narrow", 150), carried);
    }

    @Test
    void whereOneLinkIsShortOfPadsTheNextOneCarries() {
        outcomes.put("wide", new Outcome.PadsShort("no pads"));
        fill(20);
        assertEquals(Map.of("narrow", 20), carried);
        outcomes.put("narrow", new Outcome.PadsShort("no pads"));
        assertInstanceOf(Outcome.PadsShort.class, fill.fill(SPLIT, Batch.random(1)));
    }

    @Test
    void aLinkThatFailsIsLeftAloneForAWhile() {
        outcomes.put("wide", new Outcome.Failed("the neighbour is down"));
        assertInstanceOf(Outcome.Failed.class, fill.fill(SPLIT, Batch.random(1)));
        fill(50);
        assertEquals(Map.of("narrow", 50), carried);
        now = now.plusSeconds(5);
        assertInstanceOf(Outcome.Failed.class, fill.fill(SPLIT, Batch.random(1)), "it is tried again");
        outcomes.clear();
        now = now.plusSeconds(5);
        fill(1000);
        assertTrue(carried.get("wide") > 700, "it catches up a little: " + carried);
        assertTrue(carried.get("narrow") > 200, "and does not carry all for long: " + carried);
    }

    @Test
    void whatIsNotSplitIsLeftAsItIs() {
        var single = SPLIT.toBuilder()
                .setCombination("")
                .clearBackingLinkIds()
                .addBackingLinkIds("only")
                .build();
        assertInstanceOf(Outcome.Done.class, fill.fill(single, Batch.random(2)));
        assertEquals(Map.of("only", 2), carried);
    }
}
