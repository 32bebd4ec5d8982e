package org.qkdn.controller.southbound.etsi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.opendaylight.netconf.api.xml.XmlUtil;
import org.qkdn.controller.core.model.DesiredNode;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.NodeReport;
import org.qkdn.netconf.client.Dom;
import org.qkdn.netconf.client.Rpc;
import org.w3c.dom.Element;

class EditWriterTest {
    private static final NodeName NODE = new NodeName("QUINTO");

    @Test
    void neverWritesStatusNorReplacesOrDeletesTheNodeOrItsLists() {
        final var seed = new Random().nextLong();
        final var nodes = new RandomNodes(new SplittableRandom(seed));
        for (int i = 0; i < 500; i++) {
            final var root = Dom.root(Etsi.NODE, Etsi.ROOT);
            final var first = EditWriter.write(difference(nodes.next(), root), Dialect.FULL);
            EditedNode.merge(root, first);
            final var edit = EditWriter.write(difference(nodes.next(), root), Dialect.FULL);

            assertFalse(XmlUtil.toString(edit).contains("qkdl_status"), "seed " + seed);
            assertEquals("", edit.getAttributeNS(Rpc.BASE, "operation"), "seed " + seed);
            for (var list : Dom.children(edit)) {
                assertEquals("", list.getAttributeNS(Rpc.BASE, "operation"), "seed " + seed);
            }
        }
    }

    @Test
    void anEmptyNodeIsEmptiedByDeletingEachEntryByItsKey() {
        final var nodes = new RandomNodes(new SplittableRandom(7));
        final var root = Dom.root(Etsi.NODE, Etsi.ROOT);
        EditedNode.merge(root, EditWriter.write(difference(nodes.next(), root), Dialect.FULL));

        final var edit = EditWriter.write(difference(DesiredNode.EMPTY, root), Dialect.FULL);

        final var entries = Dom.children(edit).stream()
                .flatMap(list -> Dom.children(list).stream())
                .toList();
        assertFalse(entries.isEmpty());
        assertTrue(entries.stream().allMatch(EditWriterTest::isDeletionByKey));
    }

    @Test
    void withoutConditionalLeavesNoneOfTheSixIsSent() {
        final var nodes = new RandomNodes(new SplittableRandom(11));
        for (int i = 0; i < 100; i++) {
            final var difference = difference(nodes.next(), Dom.root(Etsi.NODE, Etsi.ROOT));
            final var text = XmlUtil.toString(EditWriter.write(difference, Dialect.WITHOUT_CONDITIONAL_LEAVES));
            assertTrue(List.of("phys_", "virt_").stream().noneMatch(text::contains));
        }
    }

    private static boolean isDeletionByKey(Element entry) {
        return entry.getAttributeNS(Rpc.BASE, "operation").equals("delete")
                && Dom.children(entry).size() == 1;
    }

    private static Difference difference(DesiredNode desired, Element root) {
        final NodeReport present = ReportReader.read(NODE, root, Habits.ours());
        return Difference.between(desired, present, Dialect.FULL);
    }
}
