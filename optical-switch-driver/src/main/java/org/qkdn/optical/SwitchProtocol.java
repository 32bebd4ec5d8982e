package org.qkdn.optical;

import java.io.IOException;
import java.util.Optional;
import java.util.SortedMap;

/** A session with one switch in one protocol. It believes the switch: {@link Transaction} checks. Never called twice at once. */
interface SwitchProtocol extends AutoCloseable {
    SwitchIdentity identity();

    boolean tellsChanges();

    /** Empty where the protocol tells nothing of ports. */
    SortedMap<Integer, PortHealth> ports() throws IOException;

    SortedMap<Integer, Integer> crossConnects() throws IOException;

    /**
     * Removes, then adds, with as few requests as the protocol has; at the first refusal no more is sent, and what was done
     * stays.
     *
     * @param present what the switch connects now
     * @return empty: the switch says that all is done
     */
    Optional<Refusal> carryOut(Reconfiguration change, SortedMap<Integer, Integer> present) throws IOException;

    @Override
    void close();

    /** In the switch's own words. {@code ingress}: of the connection that it concerns, as far as that is known. */
    record Refusal(Optional<Integer> ingress, String reason) {
        static Optional<Refusal> of(int ingress, String reason) {
            return Optional.of(new Refusal(Optional.of(ingress), reason));
        }

        static Optional<Refusal> ofAll(String reason) {
            return Optional.of(new Refusal(Optional.empty(), reason));
        }
    }
}
