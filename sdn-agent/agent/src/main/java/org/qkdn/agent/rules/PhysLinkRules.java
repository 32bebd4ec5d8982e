package org.qkdn.agent.rules;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.qkdn.agent.desired.NodeConfiguration;
import org.qkdn.agent.desired.PhysLink;
import org.qkdn.agent.desired.QkdInterface;
import org.qkdn.agent.desired.Role;
import org.qkdn.agent.desired.WavelengthRange;
import org.qkdn.agent.yang.Paths;

/** Whether a quantum channel as it is asked for is possible with the modules of this node. */
final class PhysLinkRules {
    private final String nodeId;

    PhysLinkRules(String nodeId) {
        this.nodeId = nodeId;
    }

    List<Violation> check(PhysLink link, NodeConfiguration node) {
        var found = new ArrayList<Violation>();
        ends(link).ifPresent(found::add);
        var module = link.local()
                .interfaceId()
                .flatMap(id -> Optional.ofNullable(node.interfaces().get(id)));
        if (module.isEmpty()) {
            found.add(unknownModule(link, node));
        }
        module.ifPresent(known -> fit(link, known, found));
        taken(link, node).ifPresent(found::add);
        return found;
    }

    private Optional<Violation> ends(PhysLink link) {
        if (link.local().nodeId().filter(nodeId::equals).isEmpty()) {
            return Optional.of(Violation.invalid(
                    Paths.link(link.id(), "qkdl_local", "qkdn_id"),
                    "qkdl_local/qkdn_id " + link.local().nodeId().orElse("(none)")
                            + " is not this node; at this end it is " + nodeId));
        }
        var remote = link.remote().nodeId();
        if (remote.isEmpty() || link.remote().interfaceId().isEmpty()) {
            return Optional.of(Violation.missing(
                    Paths.link(link.id(), "qkdl_remote", remote.isEmpty() ? "qkdn_id" : "qkdi_id"),
                    "a PHYS link needs its other end: give qkdl_remote/qkdn_id and qkdl_remote/qkdi_id"));
        }
        return remote.filter(nodeId::equals)
                .map(same -> Violation.invalid(
                        Paths.link(link.id(), "qkdl_remote", "qkdn_id"),
                        "qkdl_remote/qkdn_id " + same + " is this node itself; name the node at the other end"));
    }

    private static Violation unknownModule(PhysLink link, NodeConfiguration node) {
        return Violation.invalid(
                Paths.link(link.id(), "qkdl_local", "qkdi_id"),
                "qkdl_local/qkdi_id "
                        + link.local().interfaceId().map(String::valueOf).orElse("(none)")
                        + " is no interface of this node; it has "
                        + node.interfaces().keySet());
    }

    private static void fit(PhysLink link, QkdInterface module, List<Violation> found) {
        role(link, module).ifPresent(found::add);
        link.wavelength()
                .filter(wavelength -> module.wavelengths()
                        .filter(range -> !WavelengthRange.parse(range).contains(wavelength))
                        .isPresent())
                .map(wavelength -> Violation.invalid(
                        Paths.link(link.id(), "phys_wavelength"),
                        "phys_wavelength " + wavelength + " is outside the range "
                                + module.wavelengths().orElse("") + " of interface " + module.id()))
                .ifPresent(found::add);
        link.attenuationDb()
                .filter(loss -> module.maxAbsorptionDb()
                        .filter(limit -> loss.compareTo(limit) > 0)
                        .isPresent())
                .map(loss -> tooMuch(link, module, loss))
                .ifPresent(found::add);
    }

    private static Violation tooMuch(PhysLink link, QkdInterface module, BigDecimal loss) {
        return Violation.invalid(
                Paths.link(link.id(), "phys_channel_att"),
                "phys_channel_att " + loss + " dB is above the "
                        + module.maxAbsorptionDb().orElse(BigDecimal.ZERO) + " dB at which interface " + module.id()
                        + " still makes key; choose a shorter channel");
    }

    private static Optional<Violation> role(PhysLink link, QkdInterface module) {
        var able = module.role().orElse(Role.TRANSCEIVER);
        var asked = link.role().orElse(able);
        if (asked == Role.TRANSCEIVER) {
            return Optional.of(Violation.invalid(
                    Paths.link(link.id(), "phys_qkd_role"),
                    "phys_qkd_role " + link.role().map(Role::name).orElse("(none)") + ": interface " + module.id()
                            + " can be either; say TRANSMITTER or RECEIVER"));
        }
        return able.canAct(asked)
                ? Optional.empty()
                : Optional.of(Violation.invalid(
                        Paths.link(link.id(), "phys_qkd_role"),
                        "phys_qkd_role " + asked + ": interface " + module.id() + " is a " + able
                                + " only; turn the roles round or take another interface"));
    }

    private static Optional<Violation> taken(PhysLink link, NodeConfiguration node) {
        return node.physLinks()
                .filter(other ->
                        link.enabled() && other.enabled() && !other.id().equals(link.id()))
                .filter(other -> link.local().interfaceId().filter(other::uses).isPresent())
                .findFirst()
                .map(other -> Violation.invalid(
                        Paths.link(link.id(), "qkdl_local", "qkdi_id"),
                        "interface " + link.local().interfaceId().orElse(0L) + " already serves the enabled link "
                                + other.id() + "; disable or delete that one first"));
    }
}
