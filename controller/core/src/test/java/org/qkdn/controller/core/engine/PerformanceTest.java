package org.qkdn.controller.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.NodeReport;
import org.qkdn.controller.core.model.ReportedLink;
import org.qkdn.controller.core.model.SecretKeyRate;

/** What is not decided on, because nothing would follow from it. */
class PerformanceTest {
    private int settled;

    @Test
    void whatIsNotDecidedOnWouldHaveBeenDecidedAsItWas() {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            SimulatedNetwork network = new SimulatedNetwork(Optional.empty());
            network.start().settle();
            network.serve(
                            MadQciStoryTest.service("first", MadQci.QUINTO, MadQci.DISTRITO, 100),
                            MadQciStoryTest.service("second", MadQci.QUIJOTE, MadQci.CONCEPCION, 100))
                    .settle();
            for (int round = 0; round < 30; round++) {
                List<Event> batch = new ArrayList<>();
                for (int count = 1 + random.nextInt(4); count > 0; count--) {
                    batch.add(news(network, random));
                }
                same("seed " + seed + ", round " + round, network.state, batch);
                network.state = Engine.apply(network.state, batch).state();
            }
        }
        assertTrue(settled > 100, "so many times nothing was decided: " + settled);
    }

    private void same(String where, NetworkState before, List<Event> batch) {
        if (Batch.of(batch).size() > 1) {
            return;
        }
        Draft quick = new Draft(before);
        batch.forEach(event -> Facts.record(quick, event));
        if (Performance.settles(before, quick, batch)) {
            settled++;
            Draft thorough = new Draft(before);
            batch.forEach(event -> Facts.record(thorough, event));
            new Decisions(before, thorough, new Drift(before, thorough)).decide();
            assertEquals(thorough.links, quick.links, where);
            assertEquals(thorough.services, quick.services, where);
            assertTrue(thorough.state().equals(quick.state()), where);
        }
    }

    private static Event news(SimulatedNetwork network, Random random) {
        List<NodeName> nodes = MadQci.NODES;
        NodeReport report = network.state.reports().get(nodes.get(random.nextInt(nodes.size())));
        List<KeyAssociationLinkId> links =
                report.links().stream().map(ReportedLink::id).toList();
        return random.nextInt(3) > 0
                ? new Event.LinkPerformed(
                        report.node(),
                        links.get(random.nextInt(links.size())),
                        rate(random),
                        random.nextBoolean() ? Optional.empty() : Optional.of(random.nextInt(110_000)),
                        random.nextBoolean() ? Optional.empty() : Optional.of((long) random.nextInt(100_000)))
                : new Event.NodeReported(new NodeReport(
                        report.node(),
                        report.qkdnId(),
                        report.status(),
                        report.modules(),
                        report.links().stream()
                                .map(link -> renewed(link, random))
                                .toList(),
                        report.applications(),
                        report.combines()));
    }

    private static SecretKeyRate rate(Random random) {
        return new SecretKeyRate(random.nextInt(10) == 0 ? random.nextInt(200) : 200 + random.nextInt(5000));
    }

    private static ReportedLink renewed(ReportedLink link, Random random) {
        return link instanceof ReportedLink.Phys phys && random.nextBoolean()
                ? phys.performing(
                        phys.status(),
                        rate(random),
                        phys.qberPpm(),
                        Optional.of((long) random.nextInt(100_000)),
                        phys.reason(),
                        phys.answering())
                : link;
    }
}
