package org.qkdn.controller.recording;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.SecretKeyRate;

/**
 * SECOQC, where 8192 bit/s of keys are drawn from FOR to BRT: more than the modules of most links make, so that the links'
 * stores run down. Assumed: that each store begins with 3 MiB, and how often it is reported.
 *
 * @param routes taken, one after the other
 */
record StoresRunDown(Rehearsal network, List<String> routes) {
    static final long RATE = 8192;
    /** 2 MiB. */
    static final long FLOOR = 2L * 1024 * 1024 * 8;

    private static final long FULL = 3 * FLOOR / 2;
    private static final int LONGEST = 1000;

    /** Links that nobody uses fill up again; where {@code idle} is false nobody reports it, and so nothing comes back. */
    static StoresRunDown tell(int secondsBetweenReports, boolean idle) {
        Town town = PublishedNetworks.secoqc();
        Map<String, Long> stored = new TreeMap<>();
        Map<String, Long> rates = new HashMap<>();
        town.links.forEach((name, id) -> {
            stored.put(name, FULL);
            rates.put(name, town.making.get(id).skr());
            town.makes(name, rates.get(name), Optional.empty(), Optional.of(stored.get(name)));
        });
        Rehearsal network = new Rehearsal(town)
                .note(
                        "SECOQC (New J. Phys. 11:075001): 8192 bit/s of keys are drawn from FOR to BRT, more than most links"
                                + " make; stores report each minute")
                .note(
                        "the service goes on over one route after the other, as the stores of links fall below 2 MiB; when"
                                + " none is left it is DOWN and names a link and its store")
                .start()
                .serve(
                        "s",
                        "FOR",
                        "BRT",
                        0,
                        "maxRate",
                        new SecretKeyRate(RATE),
                        "rules",
                        Map.of("maxHops", 16, "links", Map.of("minStoredBits", FLOOR)));
        List<String> routes = new ArrayList<>(List.of(network.path("s")));
        for (int report = 0; report < LONGEST && !network.isDown("s"); report++) {
            List<KeyAssociationLinkId> used =
                    network.service("s").shares().getFirst().hops();
            drain(town, used, stored, rates, secondsBetweenReports);
            town.links.forEach((name, id) -> {
                if (idle || used.contains(id)) {
                    network.perform(name, rates.get(name), Optional.empty(), Optional.of(stored.get(name)));
                }
            });
            String route = network.path("s");
            if (!network.isDown("s") && !route.equals(routes.getLast())) {
                routes.add(route);
            }
        }
        return new StoresRunDown(network, routes);
    }

    /** Relaying takes nine bits for each eight; what a link makes meanwhile is stored, as long as there is room. */
    private static void drain(
            Town town,
            List<KeyAssociationLinkId> used,
            Map<String, Long> stored,
            Map<String, Long> rates,
            int seconds) {
        town.links.forEach((name, id) -> {
            long drawn = used.contains(id) ? RATE * 9 / 8 : 0;
            stored.merge(
                    name, (rates.get(name) - drawn) * seconds, (before, change) -> Math.min(FULL, before + change));
        });
    }
}
