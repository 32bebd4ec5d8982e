package org.qkdn.emulator.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The file that comes with the program against the published figures. */
class MadqciTest {
    private static final Map<String, String> TYPES =
            Map.of("HWDU", "hwdu", "ID Quantique", "idq", "Toshiba", "toshiba", "AIT", "ait");
    private static final Map<String, String> SPANS = Map.of(
            "1", "QUIRON-QUIJOTE",
            "2", "QUIJOTE-QUINTIN",
            "3", "QUIJOTE-QUEVEDO",
            "4", "QUEVEDO-NORTE",
            "5", "CONCEPCION-DISTRITO",
            "6", "NORTE-DISTRITO",
            "7", "NORTE-CONCEPCION",
            "8", "QUEVEDO-QUIJANO",
            "9", "QUIJANO-QUINTO");

    private final Topology madqci;

    MadqciTest() throws TopologyException {
        madqci = TopologyFile.find("madqci");
    }

    @Test
    void everyPublishedSpanIsThereWithItsLengthAndLoss() throws IOException {
        var published = rows("/published-networks.csv");
        assertEquals(9, published.size());
        for (var row : published) {
            var span = madqci.span(row.get(1) + "-" + row.get(2)).orElseThrow();
            assertEquals(new BigDecimal(row.get(3)).movePointRight(3).intValueExact(), span.metres(), span.name());
            assertEquals(Loss.ofDb(new BigDecimal(row.get(4))), span.loss(), span.name());
        }
        assertEquals(
                List.of("REMOTE-LINK"),
                madqci.spans().stream()
                        .map(Span::name)
                        .filter(name -> !SPANS.containsValue(name))
                        .toList());
    }

    @Test
    void everyDirectRateOfTheTableIsThereInEachDirectionItHolds() throws IOException {
        int checked = 0;
        for (var row : rows("/madqci-links.csv")) {
            var span = SPANS.get(row.get(0));
            if (span != null) {
                var ends = madqci.span(span).orElseThrow();
                var direction = row.get(1).contains(">")
                        ? List.of(
                                row.get(1).substring(0, row.get(1).indexOf('>')).toUpperCase(java.util.Locale.ROOT))
                        : List.of(ends.a(), ends.b());
                for (var from : direction) {
                    assertEquals(bits(row), rate(row, from, List.of(span)).bitsPerSecond(), row.toString());
                    assertEquals(qber(row), rate(row, from, List.of(span)).qberPpm(), row.toString());
                    checked++;
                }
            }
        }
        assertEquals(8 + 2 * 15, checked);
    }

    @Test
    void ratesOfCombinedLinksRunInTheirDirectionOnly() {
        var wavelength = new Wavelength(37);
        assertEquals(4300, measured("DISTRITO", List.of("NORTE-DISTRITO", "QUEVEDO-NORTE"), wavelength));
        assertEquals(7100, measured("QUIJOTE", List.of("QUIJOTE-QUEVEDO", "QUEVEDO-NORTE"), wavelength));
        assertEquals(6000, measured("NORTE", List.of("QUEVEDO-NORTE", "QUIJOTE-QUEVEDO"), wavelength));
        assertEquals(110, measured("DISTRITO", List.of("NORTE-DISTRITO", "NORTE-CONCEPCION"), wavelength));
        assertTrue(!madqci.rates()
                .entries()
                .containsKey(new RateTable.Entry(
                        "hwdu", "QUEVEDO", List.of("QUEVEDO-NORTE", "NORTE-DISTRITO"), wavelength)));
    }

    @Test
    void everyRowOfTheTableIsInTheFile() throws IOException {
        int entries = 0;
        for (var row : rows("/madqci-links.csv")) {
            entries += row.get(1).contains(">") ? 1 : 2;
        }
        assertEquals(entries, madqci.rates().entries().size());
    }

    @Test
    void modulesAreAsManyAsPublished() {
        var hwdu = of("HWDU");
        assertEquals(10, hwdu.size());
        assertEquals(
                5, hwdu.stream().filter(m -> m.role() == ModuleRole.TRANSMITTER).count());
        assertEquals(7, hwdu.stream().map(m -> m.ref().site()).distinct().count());
        assertTrue(hwdu.stream().allMatch(m -> m.attachment() instanceof Attachment.SwitchPort));
        assertEquals(8, of("ID Quantique").size());
        assertEquals(8, of("Toshiba").size());
        assertEquals(2, of("AIT").size());
        assertEquals(28, madqci.modules().size());
        assertEquals(2, madqci.sites().stream().map(Site::domain).distinct().count());
    }

    @Test
    void whatThePaperLeavesOpenIsMarkedAssumedWithAReason() {
        // sites, devices and modules each carry the mark
        assertTrue(
                madqci.assumptions().size() >= 9 + 7 + 28, madqci.assumptions().toString());
    }

    private List<ModulePlacement> of(String vendor) {
        return madqci.modules().stream()
                .filter(m -> m.type().vendor().equals(vendor))
                .toList();
    }

    private MeasuredRate rate(List<String> row, String from, List<String> spans) {
        var wavelength =
                row.get(4).equals("O") ? 1310 : Integer.parseInt(row.get(4).substring(2));
        var entry = new RateTable.Entry(TYPES.get(row.get(2)), from, spans, new Wavelength(wavelength));
        return madqci.rates().entries().getOrDefault(entry, MeasuredRate.NONE);
    }

    private long measured(String from, List<String> spans, Wavelength wavelength) {
        return madqci.rates()
                .entries()
                .get(new RateTable.Entry("hwdu", from, spans, wavelength))
                .bitsPerSecond();
    }

    private static long bits(List<String> row) {
        return new BigDecimal(row.get(5)).movePointRight(3).longValueExact();
    }

    private static int qber(List<String> row) {
        return row.get(6).isEmpty()
                ? 0
                : new BigDecimal(row.get(6)).movePointRight(4).intValueExact();
    }

    private static List<List<String>> rows(String resource) throws IOException {
        try (var in = MadqciTest.class.getResourceAsStream(resource)) {
            var rows = new ArrayList<List<String>>();
            for (var line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                if (!line.startsWith("#")) {
                    rows.add(Arrays.asList(line.split(",", -1)));
                }
            }
            return rows.subList(1, rows.size());
        }
    }
}
