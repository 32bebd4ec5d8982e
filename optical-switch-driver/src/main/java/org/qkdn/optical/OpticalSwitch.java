package org.qkdn.optical;

import java.io.IOException;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An optical switch, reached. Each port number is one fibre, and has one connection at most. Calls block, and wait for each
 * other. An {@link IOException} means that the switch cannot be reached any more or does not speak its protocol: close it
 * and open it anew.
 */
public interface OpticalSwitch extends AutoCloseable {
    SwitchIdentity identity();

    /**
     * Whether the listener hears of what happens in the switch. Where not, the protocol has no such thing, or none that is
     * used: read it every few seconds.
     */
    boolean tellsChanges();

    /** Read from the switch: every port. Empty where its protocol tells nothing of ports. */
    SortedMap<Integer, PortHealth> ports() throws IOException;

    /** Read from the switch: ingress to egress. */
    SortedMap<Integer, Integer> crossConnects() throws IOException;

    /**
     * Removes connections and makes others, all or nothing. Asked before anything is sent: does each port exist, is it in
     * order, is it free? Switches do not check that, and two ingress ports on one egress would end two quantum channels. Asked
     * afterwards: does the switch show it? Where not, all is put back.
     *
     * @param disconnect ingress ports of connections that shall end
     * @param connect ingress to egress
     * @throws ChangeInDoubt when the switch was lost on the way: to be settled in the next session
     */
    SwitchResult change(Set<Integer> disconnect, SortedMap<Integer, Integer> connect) throws IOException;

    /**
     * The same change by its outcome: the switch shall connect {@code desired}.
     *
     * @param ports those it may touch: connections between other ports stay, unless one of their ports is needed
     */
    SwitchResult apply(SortedMap<Integer, Integer> desired, Set<Integer> ports) throws IOException;

    /** Finds out what became of a change that an earlier session left in doubt: it is complete, or is put back now. */
    SwitchResult settle(ChangeInDoubt doubt) throws IOException;

    default SwitchResult connect(int ingress, int egress) throws IOException {
        final var one = new TreeMap<Integer, Integer>();
        one.put(ingress, egress);
        return change(Set.of(), one);
    }

    default SwitchResult disconnect(int ingress) throws IOException {
        return change(Set.of(ingress), new TreeMap<>());
    }

    @Override
    void close();
}
