package org.qkdn.emulator.soak.kills;

import java.util.Map;
import java.util.Optional;

/** One write: what becomes of services, by name, all of it or nothing. Empty: the service is removed. */
record Change(Map<String, Optional<Long>> services) {
    Change {
        services = Map.copyOf(services);
    }

    static Change of(String service, long number) {
        return new Change(Map.of(service, Optional.of(number)));
    }

    static Change both(String one, String other, long number) {
        return new Change(Map.of(one, Optional.of(number), other, Optional.of(number)));
    }

    static Change removing(String service) {
        return new Change(Map.of(service, Optional.empty()));
    }

    void apply(Map<String, Long> to) {
        services.forEach((name, number) -> number.ifPresentOrElse(set -> to.put(name, set), () -> to.remove(name)));
    }
}
