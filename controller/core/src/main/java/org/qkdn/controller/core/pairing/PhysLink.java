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
        boolean held) {
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
                id, transmitter, receiver, channel, loss, status, reason, skr, rate, qberPpm, storedBits, held);
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
                true);
    }
}
