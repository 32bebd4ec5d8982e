package org.qkdn.controller.southbound.etsi;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.qkdn.controller.core.model.ApplicationId;
import org.qkdn.controller.core.model.Channel;
import org.qkdn.controller.core.model.Combination;
import org.qkdn.controller.core.model.DesiredApplication;
import org.qkdn.controller.core.model.DesiredLink;
import org.qkdn.controller.core.model.DesiredNode;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.Loss;
import org.qkdn.controller.core.model.Role;
import org.qkdn.controller.core.model.SaeId;
import org.qkdn.controller.core.model.SecretKeyRate;

/** Desired nodes drawn at random, from few identities so that two of them share entries. */
public record RandomNodes(RandomGenerator random) {
    private static final List<Combination> COMBINATIONS = List.of(Combination.values());

    public DesiredNode next() {
        final var links = new TreeMap<KeyAssociationLinkId, DesiredLink>();
        final var applications = new TreeMap<ApplicationId, DesiredApplication>();
        for (int n = random.nextInt(6); n > 0; n--) {
            final var link = random.nextBoolean() ? physical() : virtual();
            links.put(link.id(), link);
        }
        for (int n = random.nextInt(6); n > 0; n--) {
            final var application = random.nextBoolean() ? client() : relay();
            applications.put(application.id(), application);
        }
        return new DesiredNode(links, applications);
    }

    private DesiredLink physical() {
        return new DesiredLink.Phys(
                link(),
                random.nextBoolean(),
                node(),
                random.nextLong(1L << 32),
                node(),
                random.nextLong(1L << 32),
                random.nextBoolean() ? Role.TRANSMITTER : Role.RECEIVER,
                new Channel(random.nextInt(1, 10_000)),
                new Loss(random.nextInt(60_000)));
    }

    private DesiredLink virtual() {
        return new DesiredLink.Virt(link(), node(), node(), maybe(node()), maybe(node()), rate());
    }

    private DesiredApplication client() {
        final var backing =
                Stream.generate(this::link).limit(random.nextInt(4)).distinct().toList();
        final var parts = new TreeMap<KeyAssociationLinkId, SecretKeyRate>();
        if (random.nextBoolean()) {
            backing.forEach(link -> parts.put(link, new SecretKeyRate(random.nextLong(1L << 32))));
        }
        return new DesiredApplication.Client(
                application(),
                new SaeId("sae-" + random.nextInt(3)),
                new SaeId("sae-" + random.nextInt(3)),
                random.nextInt(8),
                rate(),
                maybe(rate()),
                maybe(random.nextLong(1L << 33)),
                backing,
                COMBINATIONS.get(random.nextInt(COMBINATIONS.size())),
                node(),
                node(),
                maybe(random.nextLong(1L << 33)),
                parts);
    }

    private DesiredApplication relay() {
        return new DesiredApplication.Relay(application(), link(), link(), rate(), node(), node());
    }

    /** Some beyond what 32 bits can say. */
    private SecretKeyRate rate() {
        return new SecretKeyRate(random.nextLong(1L << 33));
    }

    private KeyAssociationLinkId link() {
        return new KeyAssociationLinkId(few(1));
    }

    private ApplicationId application() {
        return new ApplicationId(few(2));
    }

    private UUID node() {
        return few(3);
    }

    private UUID few(int kind) {
        return new UUID(0xabcdL << 32 | 0x4000 | kind, 0x8000_0000_0000_0000L | random.nextInt(6));
    }

    private <T> Optional<T> maybe(T value) {
        return random.nextBoolean() ? Optional.of(value) : Optional.empty();
    }
}
