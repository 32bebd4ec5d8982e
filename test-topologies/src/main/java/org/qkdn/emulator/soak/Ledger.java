package org.qkdn.emulator.soak;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Which keys the SAEs got, on either side, and everything that must not be. */
final class Ledger {
    private static final int MOST_FAULTS = 20;

    /** Keys that a master has and its slave has not asked for with success. */
    private final Map<UUID, UUID> fingerprintsOfOpen = new HashMap<>();

    private final Set<UUID> idsAtMasters = new HashSet<>();
    private final Set<UUID> idsAtSlaves = new HashSet<>();
    private final Set<UUID> fingerprints = new HashSet<>();
    private final List<String> faults = new ArrayList<>();
    private long deliveries;

    /** New keys have come to a master. */
    synchronized void handedToMaster(KeyStream stream, List<HandedKey> keys) {
        for (var key : keys) {
            if (!idsAtMasters.add(key.id())) {
                fault(stream + ": key ID " + key.id() + " was given to a master twice");
            }
            if (!fingerprints.add(key.fingerprint())) {
                fault(stream + ": the key of " + key.id() + " was given to a master before, under another ID");
            }
            fingerprintsOfOpen.put(key.id(), key.fingerprint());
        }
    }

    /** The slave has got the keys it asked for. */
    synchronized void handedToSlave(KeyStream stream, List<UUID> asked, List<HandedKey> keys) {
        if (!asked.equals(keys.stream().map(HandedKey::id).toList())) {
            fault(stream + ": the slave got other key IDs than it asked for");
        }
        for (var key : keys) {
            if (!idsAtSlaves.add(key.id())) {
                fault(stream + ": key " + key.id() + " was given to a slave twice");
            } else if (!key.fingerprint().equals(fingerprintsOfOpen.remove(key.id()))) {
                fault(stream + ": the slave's key " + key.id() + " is another one than the master's");
            } else {
                deliveries++;
            }
        }
    }

    /** The slave will never get these: they were burnt. */
    synchronized void burntAtSlave(List<UUID> ids) {
        ids.forEach(fingerprintsOfOpen::remove);
    }

    synchronized void fault(String what) {
        if (faults.size() < MOST_FAULTS) {
            faults.add(what);
        }
    }

    synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    /** Keys that both SAEs have. */
    synchronized long deliveries() {
        return deliveries;
    }

    /** Keys that masters have and of which nobody knows yet what becomes of them at the slaves. */
    synchronized int open() {
        return fingerprintsOfOpen.size();
    }
}
