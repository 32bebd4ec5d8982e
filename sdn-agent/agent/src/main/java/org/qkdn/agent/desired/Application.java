package org.qkdn.agent.desired;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Something that draws keys from links: a pair of SAEs, or the key relay itself (INTERNAL). */
public record Application(
        String id,
        Optional<Kind> kind,
        Optional<String> server,
        List<String> clients,
        long priority,
        QualityOfService quality,
        List<String> backingLinks,
        Optional<String> localNode,
        Optional<String> remoteNode,
        Optional<Instant> expires) {
    private static final String URN = "urn:uuid:";

    /** ETSI GS QKD 015 qkd-app-types. */
    public enum Kind {
        CLIENT,
        INTERNAL
    }

    /** Rates in bit/s, time to live in seconds; 0 = not limited, nothing guaranteed. */
    public record QualityOfService(long maxBandwidth, long minBandwidth, long ttl) {}

    public Application {
        clients = List.copyOf(clients);
        backingLinks = List.copyOf(backingLinks);
    }

    public boolean is(Kind asked) {
        return kind.filter(asked::equals).isPresent();
    }

    /** Whether this is the share that a VIRT link takes of the physical links below it. */
    public boolean carries(String virtLinkId) {
        return is(Kind.INTERNAL)
                && server.filter(name -> name.equalsIgnoreCase(URN + virtLinkId))
                        .isPresent();
    }

    public boolean isBackedBy(String linkId) {
        return backingLinks.contains(linkId);
    }

    public boolean hasExpired(Instant now) {
        return expires.filter(end -> !now.isBefore(end)).isPresent();
    }
}
