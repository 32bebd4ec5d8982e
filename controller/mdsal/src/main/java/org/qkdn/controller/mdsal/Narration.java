package org.qkdn.controller.mdsal;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.qkdn.controller.core.engine.Drain;
import org.qkdn.controller.core.engine.NetworkState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an operator reads in the log of moves and maintenance. */
final class Narration {
    private static final Logger LOG = LoggerFactory.getLogger(Narration.class);

    private Narration() {}

    static void tell(NetworkState before, NetworkState next) {
        next.moves().forEach((service, move) -> {
            var known = before.moves().get(service);
            if (known == null || known.times() != move.times()) {
                LOG.info(
                        "service {} moves: {}; gain {} %",
                        service, move.why().reason(), move.why().gainPercent());
            }
        });
        var drained = new HashSet<>(drained(next));
        drained.removeAll(drained(before));
        drained.forEach(name -> LOG.info("maintenance {}: drained", name));
    }

    private static Set<String> drained(NetworkState state) {
        return Drain.of(state).stream()
                .filter(Drain::isDrained)
                .map(drain -> drain.maintenance().name())
                .collect(Collectors.toSet());
    }
}
