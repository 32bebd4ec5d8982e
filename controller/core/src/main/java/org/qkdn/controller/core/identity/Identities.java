package org.qkdn.controller.core.identity;

import com.google.common.primitives.Longs;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.qkdn.controller.core.model.ApplicationId;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.KeyMix;
import org.qkdn.controller.core.model.ModuleId;
import org.qkdn.controller.core.model.SaeId;
import org.qkdn.controller.core.path.KeyRelayPath;

/**
 * Identities of what the controller makes, computed from what they stand for: a restarted controller computes the same
 * and so recognises its own work in what nodes report. They are UUIDs of version 5 (RFC 9562, section 5.5).
 */
public final class Identities {
    private static final UUID NAMESPACE = UUID.fromString("9d0f3a52-6a0e-5b6f-8d4e-2f1c7b9a4e10");

    private static final Memory<Relay> RELAYS = new Memory<>(Relay::application);
    private static final Memory<Client> CLIENTS = new Memory<>(Client::application);

    private Identities() {}

    public static KeyAssociationLinkId physLink(ModuleId transmitter, ModuleId receiver) {
        return new KeyAssociationLinkId(uuid(List.of("PHYS", transmitter.toString(), receiver.toString())));
    }

    /** The same nodes over other links, or the other way round, are another link. */
    public static KeyAssociationLinkId virtLink(KeyRelayPath path) {
        return new KeyAssociationLinkId(uuid(List.of("VIRT", joined(path.nodes()), joined(path.links()))));
    }

    /** The application that reserves rate on a PHYS link for a VIRT link. */
    public static ApplicationId relayApplication(KeyAssociationLinkId virt, KeyAssociationLinkId phys) {
        return RELAYS.of(new Relay(virt, phys));
    }

    /**
     * The application of a key service between two SAEs. Another mix is another application, with a store of its own: keys
     * that were made otherwise are not handed out as what was asked for. Keys of a split service are as those of a single
     * path.
     */
    public static ApplicationId clientApplication(String service, SaeId source, SaeId destination, KeyMix mix) {
        return CLIENTS.of(new Client(service, source, destination, mix));
    }

    /** What was computed of late: each decision asks for the same thousands again. Forgets all of it where it gets too much. */
    private static final class Memory<K> {
        private static final int MOST = 100_000;

        private final Map<K, ApplicationId> known = new ConcurrentHashMap<>();
        private final Function<K, ApplicationId> made;

        Memory(Function<K, ApplicationId> made) {
            this.made = made;
        }

        ApplicationId of(K key) {
            if (known.size() >= MOST) {
                known.clear();
            }
            ApplicationId before = known.get(key);
            return before == null ? known.computeIfAbsent(key, made) : before;
        }
    }

    private record Relay(KeyAssociationLinkId virt, KeyAssociationLinkId phys) {
        ApplicationId application() {
            return new ApplicationId(uuid(List.of("INTERNAL", virt.toString(), phys.toString())));
        }
    }

    private record Client(String service, SaeId source, SaeId destination, KeyMix mix) {
        ApplicationId application() {
            List<String> parts = new ArrayList<>(List.of("CLIENT", service, source.value(), destination.value()));
            if (!mix.isSingle() && !mix.isSplit()) {
                parts.addAll(List.of(mix.combination().toString(), Integer.toString(mix.paths()), apart(mix)));
            }
            return new ApplicationId(uuid(parts));
        }
    }

    private static String apart(KeyMix mix) {
        return mix.apart().isEmpty()
                ? "NONE"
                : mix.apart().stream().sorted().map(Enum::name).collect(Collectors.joining("+"));
    }

    /** Name of the service that policy provisions when {@code server} asks for keys with {@code client}. */
    public static String requestName(SaeId server, SaeId client) {
        return "request:" + server + ":" + client;
    }

    private static String joined(List<?> parts) {
        return parts.stream().map(Object::toString).collect(Collectors.joining(","));
    }

    private static UUID uuid(List<String> parts) {
        MessageDigest sha1 = sha1();
        sha1.update(Longs.toByteArray(NAMESPACE.getMostSignificantBits()));
        sha1.update(Longs.toByteArray(NAMESPACE.getLeastSignificantBits()));
        // no name in YANG can hold a NUL, so no two lists of names give the same bytes
        byte[] hash = sha1.digest(String.join("\0", parts).getBytes(StandardCharsets.UTF_8));
        long most = Longs.fromBytes(hash[0], hash[1], hash[2], hash[3], hash[4], hash[5], hash[6], hash[7]);
        long least = Longs.fromBytes(hash[8], hash[9], hash[10], hash[11], hash[12], hash[13], hash[14], hash[15]);
        return new UUID((most & ~0xF000L) | 0x5000L, (least & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L);
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
