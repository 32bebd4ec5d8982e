package org.qkdn.controller.core.pairing;

import java.util.Optional;
import org.qkdn.controller.core.model.Channel;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.LinkStatus;
import org.qkdn.controller.core.model.Loss;
import org.qkdn.controller.core.model.ModuleId;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.SecretKeyRate;

/**
 * A PHYS link as the controller sees it from both ends.
 *
 * @param status the worse of the two ends'; PENDING until both have reported it
 * @param skr the smaller of the two ends'
 * @param held whether no path may use it, for it flaps; {@code reason} says so
 * @param reserved rate that the relay paths over it have reserved, relay overhead included
 * @param turns what it makes on average, where its modules serve other links by turns; between its turns what is stored
 *     serves on
 */
public record PhysLink(
        KeyAssociationLinkId id,
        ModuleId transmitter,
        ModuleId receiver,
        Channel channel,
        Loss loss,
        LinkStatus status,
        Optional<String> reason,
        SecretKeyRate skr,
        SecretKeyRate reserved,
        Optional<Integer> qberPpm,
        Optional<Long> storedBits,
        boolean held,
        Optional<SecretKeyRate> turns) {
    /** Its modules are its own. */
    public PhysLink(
            KeyAssociationLinkId id,
            ModuleId transmitter,
            ModuleId receiver,
            Channel channel,
            Loss loss,
            LinkStatus status,
            Optional<String> reason,
            SecretKeyRate skr,
            SecretKeyRate reserved,
            Optional<Integer> qberPpm,
            Optional<Long> storedBits,
            boolean held) {
        this(
                id,
                transmitter,
                receiver,
                channel,
                loss,
                status,
                reason,
                skr,
                reserved,
                qberPpm,
                storedBits,
                held,
                Optional.empty());
    }

    /** Whether the node is one of the two ends. */
    public boolean touches(NodeName node) {
        return transmitter.node().equals(node) || receiver.node().equals(node);
    }

    /** The end that {@code node} is not. */
    public NodeName opposite(NodeName node) {
        return transmitter.node().equals(node) ? receiver.node() : transmitter.node();
    }

    public PhysLink withReserved(SecretKeyRate rate) {
        return new PhysLink(
                id, transmitter, receiver, channel, loss, status, reason, skr, rate, qberPpm, storedBits, held, turns);
    }

    /** The same, of modules that make this much for it on average. */
    public PhysLink takingTurns(SecretKeyRate average) {
        return new PhysLink(
                id,
                transmitter,
                receiver,
                channel,
                loss,
                status,
                reason,
                skr,
                reserved,
                qberPpm,
                storedBits,
                held,
                Optional.of(average));
    }

    /** Whether relay paths may use it: it makes key, or has some from its last turn. */
    public boolean canCarry() {
        return !held && (status == LinkStatus.ACTIVE || (rests() && storedBits.orElse(0L) > 0));
    }

    /** Whether its modules are at other links now, and will be back. */
    public boolean rests() {
        return turns.isPresent() && status != LinkStatus.ACTIVE;
    }

    /** What can be reserved on it in all. */
    public SecretKeyRate capacity() {
        return turns.orElse(skr);
    }

    /** The same, not to be used by any path. */
    public PhysLink held(String why) {
        return new PhysLink(
                id,
                transmitter,
                receiver,
                channel,
                loss,
                status,
                Optional.of(reason.map(known -> known + "; ").orElse("") + why),
                skr,
                reserved,
                qberPpm,
                storedBits,
                true,
                turns);
    }
}
