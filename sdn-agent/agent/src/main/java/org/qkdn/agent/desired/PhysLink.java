package org.qkdn.agent.desired;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * A link over one quantum channel.
 *
 * @param attenuationDb loss to be expected
 * @param wavelength ETSI GS QKD 015 wavelength: a channel number or nanometres, as the module's range has it
 */
public record PhysLink(
        String id,
        boolean enabled,
        LinkEnd local,
        LinkEnd remote,
        Optional<BigDecimal> attenuationDb,
        Optional<String> wavelength,
        Optional<Role> role)
        implements Link {

    public boolean uses(long interfaceId) {
        return local.interfaceId().filter(id -> id == interfaceId).isPresent();
    }

    public boolean leadsTo(String nodeId) {
        return remote.nodeId().filter(nodeId::equals).isPresent();
    }
}
