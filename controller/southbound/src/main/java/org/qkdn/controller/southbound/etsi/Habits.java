package org.qkdn.controller.southbound.etsi;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.Limitation;
import org.qkdn.controller.core.model.LinkStatus;
import org.qkdn.controller.core.model.SecretKeyRate;
import org.qkdn.netconf.client.Dom;
import org.w3c.dom.Element;

/**
 * What an agent leaves out of its reports, as far as those of this session show, and what its silence is taken to mean. An
 * agent of ours leaves out nothing: a link without status was only just written.
 */
public final class Habits {
    private final boolean reportsAll;
    private final SecretKeyRate assumedRate;
    private final Set<KeyAssociationLinkId> down = new HashSet<>();
    private boolean hasLinks;
    private boolean saysStatus;
    private boolean saysRate;
    private boolean lacksRate;

    /** @param assumedRate of an active link of which no rate is told; zero: none is assumed */
    public Habits(boolean reportsAll, SecretKeyRate assumedRate) {
        this.reportsAll = reportsAll;
        this.assumedRate = assumedRate;
    }

    /** Of our own agents. */
    public static Habits ours() {
        return new Habits(true, SecretKeyRate.ZERO);
    }

    boolean reportsAll() {
        return reportsAll;
    }

    /** A notification that a link went down: believed for as long as nothing else tells of the link. */
    public void wentDown(KeyAssociationLinkId link) {
        down.add(link);
    }

    /** A notification that a link makes key. */
    public void performs(KeyAssociationLinkId link) {
        down.remove(link);
    }

    public List<Limitation> limitations() {
        final var found = new ArrayList<Limitation>();
        if (!reportsAll && hasLinks && !saysStatus) {
            found.add(
                    new Limitation(
                            Limitation.Kind.NO_LINK_STATUS,
                            "reports no link status: a link is up that has a rate or of which nothing is said, and its other end decides"));
        }
        if (lacksRate && !saysRate) {
            found.add(new Limitation(
                    Limitation.Kind.NO_LINK_RATE,
                    "reports no link rates: a link has "
                            + (assumedRate.equals(SecretKeyRate.ZERO)
                                    ? "the rate of its other end, or none while assumed-rate is not set"
                                    : "the assumed-rate of " + assumedRate.bitsPerSecond() + " bit/s")));
        }
        return List.copyOf(found);
    }

    /** Takes note of what a report says at all, before it is read link by link. */
    void see(Stream<Element> links) {
        links.filter(link -> !LinkReader.isVirtual(link)).forEach(link -> {
            hasLinks = true;
            saysStatus |= Dom.text(link, "qkdl_status").isPresent();
            saysRate |= rate(link).map(rate -> !rate.equals(SecretKeyRate.ZERO)).orElse(false);
        });
    }

    /** The status reported, or what follows from the rate and the stored key, or from a notification. */
    LinkStatus status(KeyAssociationLinkId id, Element link) {
        final var said = Leaf.identity(link, "qkdl_status", LinkStatus.class);
        if (said.isPresent() || reportsAll || saysStatus) {
            down.remove(id);
            return said.orElse(LinkStatus.PENDING);
        }
        if (!Leaf.flag(link, "qkdl_enable").orElse(true)) {
            down.remove(id);
            return LinkStatus.OFF;
        }
        if (rate(link).map(rate -> !rate.equals(SecretKeyRate.ZERO)).orElse(false)) {
            down.remove(id);
            return LinkStatus.ACTIVE;
        }
        final var stored = Dom.child(link, "qkdl_performance").flatMap(p -> Leaf.number(p, "stored-bits"));
        if (stored.map(bits -> bits > 0).orElse(false)) {
            return LinkStatus.PASSIVE;
        }
        if (down.contains(id)) {
            return LinkStatus.OFF;
        }
        return saysRate ? LinkStatus.PENDING : LinkStatus.ACTIVE;
    }

    /** The rate reported; where an agent that tells none has an active link, what the operator assumes. */
    SecretKeyRate rate(LinkStatus status, Element link) {
        final var said = rate(link).orElse(SecretKeyRate.ZERO);
        final var isMissing = said.equals(SecretKeyRate.ZERO) && status == LinkStatus.ACTIVE && !reportsAll;
        lacksRate |= isMissing;
        return isMissing && !saysRate ? assumedRate : said;
    }

    private static Optional<SecretKeyRate> rate(Element link) {
        return Dom.child(link, "qkdl_performance").flatMap(performance -> Leaf.rate(performance, "skr"));
    }
}
