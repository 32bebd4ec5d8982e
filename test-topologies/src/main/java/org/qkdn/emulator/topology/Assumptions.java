package org.qkdn.emulator.topology;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Collects what a topology file marks {@code assumed: true}; each mark needs a reason. */
final class Assumptions {
    private final List<Assumption> noted = new ArrayList<>();

    /** The keys of an entry, with those of the mark. */
    Set<String> and(String... keys) {
        var all = new HashSet<>(Arrays.asList(keys));
        all.add("assumed");
        all.add("reason");
        return all;
    }

    void note(YamlValue entry) throws TopologyException {
        var assumed = entry.optional("assumed");
        var reason = entry.optional("reason");
        if (assumed.isPresent() && assumed.get().bool()) {
            if (reason.isEmpty()) {
                throw entry.error("'assumed: true' needs a 'reason': say why this was chosen");
            }
            noted.add(new Assumption(entry.line(), reason.get().text()));
        } else if (reason.isPresent()) {
            throw reason.get().error("a 'reason' belongs to 'assumed: true': add that or remove the reason");
        }
    }

    List<Assumption> noted() {
        return List.copyOf(noted);
    }
}
