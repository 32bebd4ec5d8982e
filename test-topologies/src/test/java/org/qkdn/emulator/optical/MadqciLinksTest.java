package org.qkdn.emulator.optical;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.qkdn.controller.core.model.SecretKeyRate;
import org.qkdn.controller.core.pairing.DirectLink;
import org.qkdn.controller.core.pairing.DirectLinks;
import org.qkdn.controller.core.pairing.ExpectedRate;
import org.qkdn.controller.core.pairing.RefusedLink;
import org.qkdn.emulator.topology.Loss;
import org.qkdn.emulator.topology.RateTable;
import org.qkdn.emulator.topology.Topology;
import org.qkdn.emulator.topology.TopologyException;
import org.qkdn.emulator.topology.TopologyFile;

/** MadQCI's direct links: the planner's against those that lighting the emulated plant finds, and Table 1. */
class MadqciLinksTest {
    /** "A total of 45 compatible direct connections". */
    private static final int PUBLISHED_TOTAL = 45;
    /** "6 back-to-back links, which are irrelevant from a network point of view, are not listed". */
    private static final int BACK_TO_BACK = 6;

    private record Key(String transmitter, String receiver, int channel, List<String> spans, int milliDb) {}

    @ParameterizedTest
    @ValueSource(strings = {"madqci", "madqci-full"})
    void thePlannerFindsExactlyWhatBruteForceFinds(String name) throws TopologyException {
        Topology topology = TopologyFile.find(name);
        DirectLinks links = new OperatorsPlant(topology).directLinks();
        List<BruteForce.Lit> lit = new BruteForce(topology).all();
        assertEquals(
                lit.stream()
                        .filter(BruteForce.Lit::withinBudget)
                        .map(MadqciLinksTest::key)
                        .collect(Collectors.toSet()),
                links.links().stream().map(MadqciLinksTest::key).collect(Collectors.toSet()));
        assertEquals(
                lit.stream().filter(BruteForce.Lit::withinBudget).count(),
                links.links().size(),
                "none twice");
        assertEquals(
                lit.stream()
                        .filter(each -> !each.withinBudget())
                        .map(MadqciLinksTest::key)
                        .collect(Collectors.toSet()),
                links.refused().stream()
                        .flatMap(refused -> refused.path().stream()
                                .map(path -> new Key(
                                        refused.transmitter().toString(),
                                        refused.receiver().toString(),
                                        path.channel().number(),
                                        path.spans(),
                                        path.loss().milliDb())))
                        .collect(Collectors.toSet()));
        links.refused().forEach(refused -> assertEquals(reason(refused), refused.reason()));
    }

    private static String reason(RefusedLink refused) {
        return refused.path()
                .map(path -> "the optical path loses " + path.loss() + ", the modules bear 23 dB")
                .orElse("no optical path joins the two at a wavelength both can use");
    }

    private static Key key(BruteForce.Lit lit) {
        return new Key(
                lit.transmitter().toString(),
                lit.receiver().toString(),
                lit.path().wavelength().number(),
                lit.path().spans(),
                lit.path().loss().milliDb());
    }

    private static Key key(DirectLink link) {
        return new Key(
                link.transmitter().toString(),
                link.receiver().toString(),
                link.path().channel().number(),
                link.path().spans(),
                link.path().loss().milliDb());
    }

    @ParameterizedTest
    @ValueSource(strings = {"madqci", "madqci-full"})
    void eachIsExpectedToMakeWhatTheEmulatedModulesMake(String name) throws TopologyException {
        Topology topology = TopologyFile.find(name);
        DirectLinks links = new OperatorsPlant(topology).directLinks();
        for (BruteForce.Lit lit : new BruteForce(topology).all()) {
            if (lit.withinBudget()) {
                DirectLink link = links.links().stream()
                        .filter(each -> key(each).equals(key(lit)))
                        .findFirst()
                        .orElseThrow();
                var entry = new RateTable.Entry(
                        topology.module(lit.transmitter()).orElseThrow().type().id(),
                        lit.path().from(),
                        lit.path().spans(),
                        lit.path().wavelength());
                boolean measured = topology.rates().entries().containsKey(entry);
                assertEquals(
                        new ExpectedRate(
                                new SecretKeyRate(topology.rates()
                                        .rate(entry, lit.path().fibreLoss(), Loss.NONE)
                                        .bitsPerSecond()),
                                measured ? ExpectedRate.Basis.MEASURED : ExpectedRate.Basis.MODELLED),
                        link.expected(),
                        link.toString());
            }
        }
    }

    /** The paper's 45: 30 rows and 6 back to back, which are no links of a network, make 36; 9 pairs are fixed. */
    @ParameterizedTest
    @CsvSource({"madqci, 26", "madqci-full, 30"})
    void rowsOfTheTableAreThere(String name, int ofHwdu) throws TopologyException {
        DirectLinks links = new OperatorsPlant(TopologyFile.find(name)).directLinks();
        Set<TableOne.Row> realised = TableOne.rows().stream()
                .filter(row -> links.links().stream().anyMatch(link -> realises(link, row)))
                .collect(Collectors.toSet());
        System.out.println(name + ": " + links.links().size() + " direct links, "
                + links.refused().size() + " refused");
        links.links()
                .forEach(link -> System.out.println("  " + link.transmitter() + " > " + link.receiver() + " at "
                        + link.path().channel() + " over " + link.path().spans() + ": "
                        + link.path().loss() + ", "
                        + link.expected().rate().bitsPerSecond() + " bit/s "
                        + link.expected().basis() + " "
                        + TableOne.rows().stream()
                                .filter(row -> realises(link, row))
                                .toList()));
        links.refused()
                .forEach(each -> System.out.println(
                        "  refused " + each.transmitter() + " > " + each.receiver() + ": " + each.reason()));
        assertEquals(
                ofHwdu,
                realised.stream().filter(row -> row.vendor().equals("HWDU")).count());
        assertEquals(
                9, realised.stream().filter(row -> !row.vendor().equals("HWDU")).count());
        assertEquals(9, links.links().stream().filter(DirectLink::isFixed).count());
        assertEquals(PUBLISHED_TOTAL, TableOne.ofHwdu().size() + BACK_TO_BACK + 9);
    }

    /** Same product, sites and wavelength, in the row's direction if it has one, at the measured rate. */
    private static boolean realises(DirectLink link, TableOne.Row row) {
        boolean product = row.links().equals("remote") == link.path().spans().equals(List.of("REMOTE-LINK"));
        int channel = row.band().equals("O")
                ? 1310
                : row.band().equals("C") ? 36 : Integer.parseInt(row.band().substring(2));
        String from = link.transmitter().node().value();
        String to = link.receiver().node().value();
        boolean ends = (from.equals(row.first()) && to.equals(row.last()))
                || (!row.directed() && from.equals(row.last()) && to.equals(row.first()));
        return product
                && ends
                && link.path().channel().number() == channel
                && link.path().spans().size() == row.route().size() - 1
                && link.expected()
                        .equals(new ExpectedRate(
                                new SecretKeyRate(row.kbps()
                                        .multiply(BigDecimal.valueOf(1000))
                                        .longValueExact()),
                                ExpectedRate.Basis.MEASURED));
    }

    @Test
    void theFullFileHasFourModulesMore() throws TopologyException {
        Topology madqci = TopologyFile.find("madqci");
        Topology full = TopologyFile.find("madqci-full");
        assertEquals(madqci.spans(), full.spans());
        assertEquals(madqci.sites(), full.sites());
        assertEquals(madqci.switches(), full.switches());
        assertEquals(madqci.rates(), full.rates());
        assertEquals(madqci.pairings(), full.pairings());
        assertEquals(
                madqci.modules(),
                full.modules().stream().filter(madqci.modules()::contains).toList());
        assertEquals(madqci.modules().size() + 4, full.modules().size());
    }
}
