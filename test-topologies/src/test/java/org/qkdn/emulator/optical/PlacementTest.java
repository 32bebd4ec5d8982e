package org.qkdn.emulator.optical;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.qkdn.emulator.topology.ModuleRole;
import org.qkdn.emulator.topology.Topology;
import org.qkdn.emulator.topology.TopologyException;
import org.qkdn.emulator.topology.TopologyFile;

/**
 * Where MadQCI's five transmitters and five receivers can have stood: all placements at the seven switched sites, more
 * than one module per site allowed, against the rows of Table 1.
 */
class PlacementTest {
    private static final List<String> SITES =
            List.of("QUIRON", "QUIJOTE", "QUINTIN", "QUEVEDO", "NORTE", "CONCEPCION", "DISTRITO");
    private static final List<TableOne.Row> ROWS = TableOne.ofHwdu();

    private record Placement(List<String> transmitters, List<String> receivers) {
        List<TableOne.Row> missing() {
            return ROWS.stream().filter(row -> !has(row)).toList();
        }

        private boolean has(TableOne.Row row) {
            return joins(row.first(), row.last()) || (!row.directed() && joins(row.last(), row.first()));
        }

        private boolean joins(String from, String to) {
            return transmitters.contains(from) && receivers.contains(to);
        }

        boolean takesAllSites() {
            var taken = new TreeSet<>(transmitters);
            taken.addAll(receivers);
            return taken.size() == SITES.size();
        }
    }

    @Test
    void noPlacementHasMoreRowsThanTheOneInTheFileAndNoOtherAtAllSevenSitesHasAsMany() throws TopologyException {
        var best = new ArrayList<Placement>();
        int fewest = ROWS.size();
        for (var transmitters : fives(0, List.of())) {
            for (var receivers : fives(0, List.of())) {
                var placement = new Placement(transmitters, receivers);
                int missing = placement.missing().size();
                if (missing < fewest) {
                    best.clear();
                    fewest = missing;
                }
                if (missing == fewest) {
                    best.add(placement);
                }
            }
        }
        best.forEach(placement -> System.out.println(placement + " lacks " + placement.missing()));
        assertEquals(30, ROWS.size());
        assertEquals(4, fewest);
        assertEquals(
                List.of(placement(TopologyFile.find("madqci"))),
                best.stream().filter(Placement::takesAllSites).toList());
    }

    @Test
    void theFullFileHasAllRows() throws TopologyException {
        assertEquals(List.of(), placement(TopologyFile.find("madqci-full")).missing());
    }

    private static Placement placement(Topology topology) {
        return new Placement(sites(topology, ModuleRole.TRANSMITTER), sites(topology, ModuleRole.RECEIVER));
    }

    private static List<String> sites(Topology topology, ModuleRole role) {
        var there = topology.modules().stream()
                .filter(module -> module.type().id().equals("hwdu") && module.role() == role)
                .map(module -> module.ref().site())
                .collect(Collectors.toSet());
        return SITES.stream().filter(there::contains).toList();
    }

    /** All ways to choose five sites, with repetition. */
    private static List<List<String>> fives(int first, List<String> chosen) {
        if (chosen.size() == 5) {
            return List.of(chosen);
        }
        var all = new ArrayList<List<String>>();
        for (int i = first; i < SITES.size(); i++) {
            var longer = new ArrayList<>(chosen);
            longer.add(SITES.get(i));
            all.addAll(fives(i, List.copyOf(longer)));
        }
        return all;
    }
}
