package org.qkdn.controller.core.plan;

import java.util.Optional;
import org.qkdn.controller.core.model.DesiredLink;
import org.qkdn.controller.core.model.LinkStatus;
import org.qkdn.controller.core.model.ModuleId;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.QkdModule;
import org.qkdn.controller.core.model.ReportedLink;
import org.qkdn.controller.core.model.SecretKeyRate;

/** What was told to a node, as the node would report it. */
final class Told {
    private Told() {}

    /** With the figures it had, if the node has the link already. */
    static ReportedLink report(DesiredLink link, NodeName node, Optional<ReportedLink> last) {
        return switch (link) {
            case DesiredLink.Phys phys -> {
                Optional<ReportedLink.Phys> before =
                        last.filter(ReportedLink.Phys.class::isInstance).map(ReportedLink.Phys.class::cast);
                yield new ReportedLink.Phys(
                        phys.id(),
                        before.map(ReportedLink.Phys::status).orElse(LinkStatus.OFF),
                        phys.enabled(),
                        new ModuleId(node, phys.localInterface()),
                        phys.remoteNode(),
                        phys.remoteInterface(),
                        Optional.of(phys.role()),
                        Optional.of(phys.channel()),
                        Optional.of(phys.loss()),
                        before.map(ReportedLink.Phys::skr).orElse(SecretKeyRate.ZERO),
                        before.flatMap(ReportedLink.Phys::qberPpm),
                        before.flatMap(ReportedLink.Phys::storedBits),
                        before.flatMap(ReportedLink.Phys::reason),
                        before.flatMap(ReportedLink.Phys::answering));
            }
            case DesiredLink.Virt virt ->
                new ReportedLink.Virt(
                        virt.id(),
                        LinkStatus.ACTIVE,
                        true,
                        virt.localEnd(),
                        virt.remoteEnd(),
                        virt.previousHop(),
                        virt.nextHop().stream().toList(),
                        virt.bandwidth());
        };
    }

    /** Makes no key any more; what is stored is served on. */
    static ReportedLink.Phys dark(ReportedLink.Phys link, String cause) {
        boolean stored = link.storedBits().orElse(0L) > 0;
        return performing(link, stored ? LinkStatus.PASSIVE : LinkStatus.OFF, SecretKeyRate.ZERO, Optional.of(cause));
    }

    static ReportedLink.Phys lit(ReportedLink.Phys link, SecretKeyRate rate) {
        return performing(link, LinkStatus.ACTIVE, rate, Optional.empty());
    }

    static QkdModule broken(QkdModule module) {
        return new QkdModule(
                module.id(),
                module.model(),
                module.technology(),
                module.role(),
                module.wavelengthRange(),
                module.maxAbsorption(),
                module.attachment(),
                false);
    }

    private static ReportedLink.Phys performing(
            ReportedLink.Phys link, LinkStatus status, SecretKeyRate skr, Optional<String> reason) {
        return link.performing(
                status,
                skr,
                status == LinkStatus.ACTIVE ? link.qberPpm() : Optional.empty(),
                link.storedBits(),
                reason,
                Optional.empty());
    }
}
