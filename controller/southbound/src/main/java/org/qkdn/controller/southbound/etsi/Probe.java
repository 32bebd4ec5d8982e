package org.qkdn.controller.southbound.etsi;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.qkdn.controller.core.model.Channel;
import org.qkdn.controller.core.model.DesiredLink;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.Loss;
import org.qkdn.controller.core.model.Role;
import org.qkdn.controller.core.model.SecretKeyRate;

/** What a server is asked about, and never made: one link of each type, with every leaf that some refuse. */
public final class Probe {
    private static final UUID HERE = new UUID(0x50524f4245L, 0x8000_0000_0000_0001L);
    private static final UUID THERE = new UUID(0x50524f4245L, 0x8000_0000_0000_0002L);

    public static final Difference LINKS = new Difference(
            List.of(
                    change(new DesiredLink.Phys(
                            link(3), false, HERE, 0, THERE, 0, Role.TRANSMITTER, new Channel(1), Loss.NONE)),
                    change(new DesiredLink.Virt(
                            link(4), HERE, THERE, Optional.of(HERE), Optional.of(THERE), new SecretKeyRate(1)))),
            List.of(),
            List.of(),
            List.of());

    private Probe() {}

    private static KeyAssociationLinkId link(long number) {
        return new KeyAssociationLinkId(new UUID(0x50524f4245L, 0x8000_0000_0000_0000L | number));
    }

    private static Difference.LinkChange change(DesiredLink link) {
        return new Difference.LinkChange(link, Optional.empty());
    }
}
