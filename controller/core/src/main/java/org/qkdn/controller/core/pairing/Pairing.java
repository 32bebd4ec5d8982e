package org.qkdn.controller.core.pairing;

import java.util.List;
import org.qkdn.controller.core.model.Channel;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.Loss;
import org.qkdn.controller.core.model.ModuleId;

/** Which receiver a transmitter meets, fixed or switched, or why it does not. */
public sealed interface Pairing {
    ModuleId transmitter();

    ModuleId receiver();

    /**
     * A pair with an optical path.
     *
     * @param spans crossed, from transmitter to receiver
     * @param loss of the whole path, switches included
     * @param crossConnects what each switch on the way connects for it
     */
    record Made(
            ModuleId transmitter,
            ModuleId receiver,
            KeyAssociationLinkId link,
            Channel channel,
            List<String> spans,
            Loss loss,
            List<CrossConnect> crossConnects)
            implements Pairing {
        public Made {
            spans = List.copyOf(spans);
            crossConnects = List.copyOf(crossConnects);
        }
    }

    /** A pair that was asked for and cannot be made. */
    record Impossible(ModuleId transmitter, ModuleId receiver, String reason) implements Pairing {}

    /** One connection within a switch. */
    record CrossConnect(String switchName, int ingress, int egress) {}
}
