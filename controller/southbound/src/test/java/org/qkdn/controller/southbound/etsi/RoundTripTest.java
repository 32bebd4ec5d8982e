package org.qkdn.controller.southbound.etsi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.qkdn.controller.core.model.DesiredNode;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.NodeReport;
import org.qkdn.netconf.client.Dom;

class RoundTripTest {
    private static final NodeName NODE = new NodeName("QUINTO");
    private static final int CASES = 2_000;

    @Test
    void whatIsWrittenIsReadAsDesiredFromWhateverNodeItStarts() {
        final var seed = new Random().nextLong();
        final var nodes = new RandomNodes(new SplittableRandom(seed));
        for (int i = 0; i < CASES; i++) {
            final var root = Dom.root(Etsi.NODE, Etsi.ROOT);
            reconcile(root, nodes.next(), Dialect.FULL);
            final var desired = nodes.next();

            reconcile(root, desired, Dialect.FULL);

            final var left = Difference.between(desired, read(root), Dialect.FULL);
            assertTrue(left.isEmpty(), () -> "seed " + seed + ": still differs: " + left);
            assertEquals(desired.links().size(), read(root).links().size(), "seed " + seed);
        }
    }

    @Test
    void withoutConditionalLeavesNothingIsLeftToSayEither() {
        final var seed = new Random().nextLong();
        final var nodes = new RandomNodes(new SplittableRandom(seed));
        for (int i = 0; i < CASES; i++) {
            final var root = Dom.root(Etsi.NODE, Etsi.ROOT);
            final var desired = nodes.next();

            reconcile(root, desired, Dialect.WITHOUT_CONDITIONAL_LEAVES);

            final var left = Difference.between(desired, read(root), Dialect.WITHOUT_CONDITIONAL_LEAVES);
            assertTrue(left.isEmpty(), () -> "seed " + seed + ": still differs: " + left);
        }
    }

    private static void reconcile(org.w3c.dom.Element root, DesiredNode desired, Dialect dialect) {
        EditedNode.merge(root, EditWriter.write(Difference.between(desired, read(root), dialect), dialect));
    }

    private static NodeReport read(org.w3c.dom.Element root) {
        return ReportReader.read(NODE, root, Habits.ours());
    }
}
