package org.qkdn.controller.southbound.etsi;

import java.util.List;
import java.util.Optional;
import org.qkdn.controller.core.model.DesiredApplication;
import org.qkdn.controller.core.model.DesiredLink;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.ReportedApplication;
import org.qkdn.controller.core.model.ReportedLink;
import org.qkdn.controller.core.model.SecretKeyRate;

/**
 * Whether a node holds an entry as it should, as far as the model and its server can express it. It also does where it
 * names further nodes after the next hop, or tells of no virt_bandwidth, that is 0, and is not ours.
 */
final class Sameness {
    private Sameness() {}

    static boolean same(DesiredLink desired, ReportedLink present, Dialect dialect, boolean reportsAll) {
        final var whole = dialect.hasConditionalLeaves();
        return switch (desired) {
            case DesiredLink.Phys d ->
                present instanceof ReportedLink.Phys p
                        && d.enabled() == p.enabled()
                        && d.localInterface() == p.local().interfaceId()
                        && d.remoteNode().equals(p.remoteNode())
                        && d.remoteInterface() == p.remoteInterface()
                        && (!whole || samePhysics(d, p));
            case DesiredLink.Virt d ->
                present instanceof ReportedLink.Virt p
                        && p.enabled()
                        && d.localEnd().equals(p.localEnd())
                        && d.remoteEnd().equals(p.remoteEnd())
                        && (!whole || samePath(d, p, reportsAll));
        };
    }

    static boolean same(DesiredApplication desired, ReportedApplication present) {
        return switch (desired) {
            case DesiredApplication.Client d ->
                !present.internal()
                        && present.server().equals(d.server().value())
                        && present.clients().equals(List.of(d.client().value()))
                        && present.priority() == d.priority()
                        && present.minRate().equals(clamped(d.minRate()))
                        && present.maxRate().equals(d.maxRate().map(Sameness::clamped))
                        && present.ttlSeconds().equals(d.ttlSeconds().map(Sameness::clamped))
                        && present.jitterMillis().equals(d.jitterMillis().map(Sameness::clamped))
                        && present.backing().equals(d.backing())
                        && present.combination() == d.combination()
                        && present.parts().equals(d.parts())
                        && present.localNode().equals(Optional.of(d.localNode()))
                        && present.remoteNode().equals(Optional.of(d.remoteNode()));
            case DesiredApplication.Relay d ->
                present.internal()
                        && present.server().equals(server(d.virt()))
                        && present.minRate().equals(clamped(d.rate()))
                        && present.backing().equals(List.of(d.backing()))
                        && present.localNode().equals(Optional.of(d.localNode()))
                        && present.remoteNode().equals(Optional.of(d.remoteNode()));
        };
    }

    /** server_app_id of an application of the key relay. */
    static String server(KeyAssociationLinkId virt) {
        return "urn:uuid:" + virt;
    }

    static SecretKeyRate clamped(SecretKeyRate rate) {
        return new SecretKeyRate(clamped(rate.bitsPerSecond()));
    }

    static long clamped(long number) {
        return Math.min(number, Etsi.MAX_UINT32);
    }

    private static boolean samePhysics(DesiredLink.Phys d, ReportedLink.Phys p) {
        return p.role().equals(Optional.of(d.role()))
                && p.channel().equals(Optional.of(d.channel()))
                && p.loss().equals(Optional.of(d.loss()));
    }

    private static boolean samePath(DesiredLink.Virt d, ReportedLink.Virt p, boolean reportsAll) {
        return p.previousHop().equals(d.previousHop())
                && d.nextHop().map(p.nextHops()::contains).orElse(p.nextHops().isEmpty())
                && (p.bandwidth().equals(clamped(d.bandwidth()))
                        || (!reportsAll && p.bandwidth().equals(SecretKeyRate.ZERO)));
    }
}
