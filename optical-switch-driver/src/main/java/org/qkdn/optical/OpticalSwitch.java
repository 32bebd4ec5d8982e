package org.qkdn.optical;

import java.io.IOException;
import java.util.Set;
import java.util.SortedMap;

/**
 * An optical switch, reached. Calls block; one caller at a time. An {@link IOException} means that the switch cannot be
 * reached any more or does not speak its protocol: close it and open it anew.
 */
public interface OpticalSwitch extends AutoCloseable {
    SwitchIdentity identity();

    /** Read from the switch: ingress to egress. */
    SortedMap<Integer, Integer> crossConnects() throws IOException;

    /** Connects two free ports and reads back. */
    PortResult connect(int ingress, int egress) throws IOException;

    /** Frees the ports of the connection that enters at {@code ingress} and reads back. */
    PortResult disconnect(int ingress) throws IOException;

    /**
     * Brings the switch to connect {@code desired}: removes first, so that no light reaches two receivers and ports that
     * are reused are free, then adds; after a refusal all that was changed is put back.
     *
     * @param ports those it may touch: connections between other ports stay
     */
    default SwitchResult apply(SortedMap<Integer, Integer> desired, Set<Integer> ports) throws IOException {
        return Reconfiguration.of(crossConnects(), desired, ports).carryOut(this);
    }

    @Override
    void close();
}
