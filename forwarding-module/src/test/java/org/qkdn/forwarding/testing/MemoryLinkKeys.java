package org.qkdn.forwarding.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.qkdn.forwarding.relay.FailureReason;
import org.qkdn.forwarding.relay.KeyAnswer;
import org.qkdn.forwarding.relay.KeyBytes;
import org.qkdn.forwarding.relay.Lease;
import org.qkdn.forwarding.relay.LeaseRequest;
import org.qkdn.forwarding.relay.LinkKeys;
import org.qkdn.forwarding.relay.PadSlice;
import org.qkdn.forwarding.relay.SupplyNotice;

/** A node's key management without durability. */
public final class MemoryLinkKeys implements LinkKeys {
    private final UUID nodeId;
    private final Map<UUID, PhysLinkStore> links = new ConcurrentHashMap<>();
    private final Map<UUID, Stored> stored = new ConcurrentHashMap<>();
    private final List<SupplyNotice> notices = new ArrayList<>();
    private volatile boolean refusesBlocks;

    public record Stored(UUID linkId, UUID appId, UUID sourceNodeId, List<Byte> key) {}

    public MemoryLinkKeys(UUID nodeId) {
        this.nodeId = nodeId;
    }

    public void share(UUID linkId, PhysLinkStore store) {
        links.put(linkId, store);
    }

    public void refuseBlocks() {
        refusesBlocks = true;
    }

    @Override
    public KeyAnswer<Lease> lease(LeaseRequest request) {
        return answer(
                Optional.ofNullable(links.get(request.physLinkId()))
                        .flatMap(link -> link.allot(nodeId, request.most(), request.least())),
                FailureReason.PAD_EXHAUSTED);
    }

    @Override
    public KeyAnswer<KeyBytes> take(PadSlice slice) {
        return answer(
                Optional.ofNullable(links.get(slice.linkId())).flatMap(link -> link.take(nodeId, slice)),
                FailureReason.PAD_UNKNOWN);
    }

    @Override
    public Optional<FailureReason> store(Arrived arrived, KeyBytes blocks) {
        if (refusesBlocks) {
            return Optional.of(FailureReason.STORE_REFUSED);
        }
        var before = stored.putIfAbsent(
                arrived.blockId(),
                new Stored(arrived.linkId(), arrived.appId(), arrived.sourceNodeId(), bytes(blocks)));
        return before == null ? Optional.empty() : Optional.of(FailureReason.STORE_REFUSED);
    }

    @Override
    public Optional<FailureReason> announced(SupplyNotice notice) {
        synchronized (notices) {
            notices.add(notice);
        }
        return Optional.empty();
    }

    public Optional<Stored> stored(UUID blockId) {
        return Optional.ofNullable(stored.get(blockId));
    }

    public int storedBlocks() {
        return stored.size();
    }

    public List<SupplyNotice> notices() {
        synchronized (notices) {
            return List.copyOf(notices);
        }
    }

    public static List<Byte> bytes(byte[] array) {
        var list = new ArrayList<Byte>();
        for (var value : array) {
            list.add(value);
        }
        return list;
    }

    private static List<Byte> bytes(KeyBytes key) {
        var bytes = new byte[key.length()];
        key.exposed().get(bytes);
        return bytes(bytes);
    }

    private static <T> KeyAnswer<T> answer(Optional<T> found, FailureReason otherwise) {
        return found.<KeyAnswer<T>>map(KeyAnswer.Given::new).orElseGet(() -> new KeyAnswer.Withheld<>(otherwise));
    }
}
