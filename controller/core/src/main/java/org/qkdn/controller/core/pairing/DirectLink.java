package org.qkdn.controller.core.pairing;

import java.util.Collections;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.qkdn.controller.core.identity.Identities;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.Loss;
import org.qkdn.controller.core.model.ModuleId;
import org.qkdn.controller.core.model.OpticalPlant.SpanPort;

/**
 * A transmitter, a receiver, and one way for the light from the one to the other at one wavelength, with little enough
 * loss.
 *
 * @param path its cross-connects are none for a fixed pair
 * @param budget the most loss that both modules bear; absent where neither says
 */
public record DirectLink(
        ModuleId transmitter, ModuleId receiver, OpticalPath path, Optional<Loss> budget, ExpectedRate expected) {

    public boolean isFixed() {
        return path.crossConnects().isEmpty();
    }

    /** The PHYS link that it would serve; other ways between the same two serve the same. */
    public KeyAssociationLinkId link() {
        return Identities.physLink(transmitter, receiver);
    }

    /** Whether both cannot be lit at a time: they share a module, a switch port, or a channel of a span. */
    public boolean clashesWith(DirectLink other) {
        return !Collections.disjoint(Set.of(transmitter, receiver), Set.of(other.transmitter, other.receiver))
                || !Collections.disjoint(ports(), other.ports())
                || !Collections.disjoint(wavelengths(), other.wavelengths());
    }

    /** The same of a pair that is made already. */
    public boolean clashesWith(Pairing pairing) {
        return pairing instanceof Pairing.Made made
                && clashesWith(new DirectLink(
                        made.transmitter(),
                        made.receiver(),
                        new OpticalPath(made.channel(), made.spans(), made.loss(), made.crossConnects()),
                        Optional.empty(),
                        ExpectedRate.UNKNOWN));
    }

    private Set<SwitchPort> ports() {
        Set<SwitchPort> ports = new HashSet<>();
        path.crossConnects().stream().flatMap(Occupancy::ends).forEach(ports::add);
        return ports;
    }

    private Set<SpanPort> wavelengths() {
        Set<SpanPort> wavelengths = new HashSet<>();
        path.spans().forEach(span -> wavelengths.add(new SpanPort(span, path.channel())));
        return wavelengths;
    }
}
