package org.qkdn.controller.southbound.etsi;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.qkdn.netconf.client.Reply;
import org.qkdn.netconf.client.RpcError;

/**
 * What a refusal says of the model that a server carries. Servers say it in their own words: libyang by condition, others
 * by the name of what they do not know (RFC 7950 8.3.1, unknown-element).
 */
public final class Refusals {
    private static final List<String> CONDITIONAL_LEAVES = List.of(
            "phys_wavelength", "phys_channel_att", "phys_qkd_role", "virt_prev_hop", "virt_next_hop", "virt_bandwidth");

    private Refusals() {}

    /** The lesser dialect that the server would take; empty where the refusal is about something else. */
    public static Optional<Dialect> lesser(Dialect refused, Reply.Refused refusal) {
        if (refused.hasIdentities() && refusal.errors().stream().anyMatch(Refusals::isAboutIdentity)) {
            return Optional.of(Dialect.WITHOUT_IDENTITIES);
        }
        return refused.hasConditionalLeaves() && refusal.errors().stream().anyMatch(Refusals::isAboutCondition)
                ? Optional.of(Dialect.WITHOUT_CONDITIONAL_LEAVES)
                : Optional.empty();
    }

    private static boolean isAboutIdentity(RpcError error) {
        final var text = text(error).toLowerCase(Locale.ROOT);
        return text.contains("identityref")
                || (text.contains("identity") && (text.contains("implement") || text.contains("not found")));
    }

    private static boolean isAboutCondition(RpcError error) {
        final var text = text(error);
        final var byCondition = text.toLowerCase(Locale.ROOT).contains("when") && text.contains("qkdl_type");
        final var byName = error.tag().equals("unknown-element")
                && CONDITIONAL_LEAVES.stream().anyMatch(text::contains);
        return byCondition || byName;
    }

    private static String text(RpcError error) {
        return error.text() + " " + error.info();
    }
}
