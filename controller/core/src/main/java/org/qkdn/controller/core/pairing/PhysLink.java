package org.qkdn.controller.core.pairing;

import java.util.Optional;
import org.qkdn.controller.core.model.Channel;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.LinkStatus;
import org.qkdn.controller.core.model.Loss;
import org.qkdn.controller.core.model.ModuleId;
import org.qkdn.controller.core.model.SecretKeyRate;

/**
 * A PHYS link as the controller sees it from both ends.
 *
 * @param status the worse of the two ends'; PENDING until both have reported it
 * @param skr the smaller of the two ends'
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
        Optional<Long> storedBits) {}
