package org.qkdn.agent.desired;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Something that draws keys from links: a pair of SAEs, or the key relay itself (INTERNAL).
 *
 * @param backingLinks in the order of their ids as text: the model's own order means nothing, and both ends must agree
 * @param parts of an application whose keys are split: bit/s of key that each of the links is to carry
 * @param combination how what comes over the backing links becomes keys; empty where there is one link and nothing to do
 */
public record Application(
        String id,
        Optional<Kind> kind,
        Optional<String> server,
        List<String> clients,
        long priority,
        QualityOfService quality,
        List<String> backingLinks,
        Optional<String> combination,
        Optional<String> localNode,
        Optional<String> remoteNode,
        Optional<Instant> expires,
        Map<String, Long> parts) {
    /** The combination that is none. */
    public static final String SINGLE = "single";

    /** That of keys that come whole, each over one of the links. */
    public static final String SPLIT = "split";

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
        backingLinks = backingLinks.stream().sorted().toList();
        parts = Map.copyOf(parts);
    }

    /** Not split. */
    public Application(
            String id,
            Optional<Kind> kind,
            Optional<String> server,
            List<String> clients,
            long priority,
            QualityOfService quality,
            List<String> backingLinks,
            Optional<String> combination,
            Optional<String> localNode,
            Optional<String> remoteNode,
            Optional<Instant> expires) {
        this(
                id,
                kind,
                server,
                clients,
                priority,
                quality,
                backingLinks,
                combination,
                localNode,
                remoteNode,
                expires,
                Map.of());
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

    /** Whether all that is combined comes over links: then it takes two at least. Else a share comes from elsewhere. */
    public boolean combinesLinksOnly() {
        return !isSplit() && combination.filter(name -> !name.contains("+")).isPresent();
    }

    public boolean isSplit() {
        return combination.filter(SPLIT::equals).isPresent();
    }

    /** Rate guaranteed to it over one of its links, in bit/s. */
    public long guaranteedOver(String linkId) {
        return isBackedBy(linkId) ? parts.getOrDefault(linkId, quality.minBandwidth()) : 0;
    }

    public boolean isBackedBy(String linkId) {
        return backingLinks.contains(linkId);
    }

    public boolean hasExpired(Instant now) {
        return expires.filter(end -> !now.isBefore(end)).isPresent();
    }
}
