package org.qkdn.emulator.optical;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Table 1 of the MadQCI paper as {@code madqci-links.csv} gives it. */
final class TableOne {
    static final Map<String, List<String>> LINKS = Map.of(
            "1", List.of("QUIRON", "QUIJOTE"),
            "2", List.of("QUIJOTE", "QUINTIN"),
            "3", List.of("QUIJOTE", "QUEVEDO"),
            "4", List.of("QUEVEDO", "NORTE"),
            "5", List.of("CONCEPCION", "DISTRITO"),
            "6", List.of("NORTE", "DISTRITO"),
            "7", List.of("NORTE", "CONCEPCION"),
            "8", List.of("QUEVEDO", "QUIJANO"),
            "9", List.of("QUIJANO", "QUINTO"),
            "remote", List.of("QUIJOTE", "QUEVEDO"));

    private TableOne() {}

    /**
     * A row.
     *
     * @param links as the table numbers them
     * @param route sites that the light passes, from transmitter to receiver where the row has a direction
     */
    record Row(String links, List<String> route, boolean directed, String vendor, String band, BigDecimal kbps) {
        String first() {
            return route.getFirst();
        }

        String last() {
            return route.getLast();
        }

        @Override
        public String toString() {
            return "link " + links + (directed ? " " + first() + " > " + last() : "") + ", " + band + ", " + kbps
                    + " kbit/s";
        }
    }

    static List<Row> rows() {
        return lines("/madqci-links.csv").stream().map(TableOne::row).toList();
    }

    static List<Row> ofHwdu() {
        return rows().stream().filter(row -> row.vendor().equals("HWDU")).toList();
    }

    private static Row row(List<String> cells) {
        List<String> route = route(Arrays.asList(cells.get(0).split("\\+")));
        boolean directed = cells.get(1).contains(">");
        List<String> passed = Arrays.stream(cells.get(1).split(">"))
                .map(site -> site.toUpperCase(Locale.ROOT))
                .toList();
        boolean reverse = directed && route.indexOf(passed.get(0)) > route.indexOf(passed.get(1));
        return new Row(
                cells.get(0),
                reverse ? route.reversed() : route,
                directed,
                cells.get(2),
                cells.get(4),
                new BigDecimal(cells.get(5)));
    }

    private static List<String> route(List<String> links) {
        var first = LINKS.get(links.getFirst());
        var route = new ArrayList<>(first);
        if (links.size() > 1 && LINKS.get(links.get(1)).contains(first.getFirst())) {
            route = new ArrayList<>(first.reversed());
        }
        for (var link : links.subList(1, links.size())) {
            var ends = LINKS.get(link);
            route.add(ends.getFirst().equals(route.getLast()) ? ends.getLast() : ends.getFirst());
        }
        return List.copyOf(route);
    }

    /** Cells of a file of the test's resources, without comments and heading. */
    static List<List<String>> lines(String resource) {
        try (var in = TableOne.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .skip(1)
                    .map(line -> Arrays.asList(line.split(",", -1)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
