package org.qkdn.controller.southbound.etsi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.opendaylight.netconf.api.xml.XmlUtil;
import org.qkdn.controller.core.model.ApplicationId;
import org.qkdn.controller.core.model.Combination;
import org.qkdn.controller.core.model.DesiredApplication;
import org.qkdn.controller.core.model.DesiredNode;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.NodeReport;
import org.qkdn.controller.core.model.SaeId;
import org.qkdn.controller.core.model.SecretKeyRate;
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
    void timeToLiveAndJitterOfAnApplicationAreWrittenAndTakenBack() {
        final var jittery = client(Optional.of(3600L), Optional.of(5000L));
        final var root = Dom.root(Etsi.NODE, Etsi.ROOT);
        final var edit = EditWriter.write(difference(holding(jittery), root), Dialect.FULL);
        final var text = XmlUtil.toString(edit);
        assertTrue(text.contains("ttl>3600</"), text);
        assertTrue(text.contains("jitter>5000</"), text);
        EditedNode.merge(root, edit);
        assertTrue(difference(holding(jittery), root).isEmpty(), "what was written is read back");

        final var less = client(Optional.empty(), Optional.empty());
        EditedNode.merge(root, EditWriter.write(difference(holding(less), root), Dialect.FULL));
        assertFalse(XmlUtil.toString(root).contains("jitter"));
        assertFalse(XmlUtil.toString(root).contains("ttl"));
    }

    private static DesiredApplication client(Optional<Long> ttl, Optional<Long> jitter) {
        return new DesiredApplication.Client(
                new ApplicationId(new UUID(0, 1)),
                new SaeId("sae-a"),
                new SaeId("sae-b"),
                3,
                new SecretKeyRate(256),
                Optional.empty(),
                ttl,
                List.of(),
                Combination.SINGLE,
                new UUID(0, 2),
                new UUID(0, 3),
                jitter,
                new TreeMap<>());
    }

    private static DesiredNode holding(DesiredApplication application) {
        return new DesiredNode(new TreeMap<>(), new TreeMap<>(Map.of(application.id(), application)));
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
