package org.qkdn.lkms.supply;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.qkdn.lkms.assignment.CurrentAssignment;
import org.qkdn.lkms.store.Owner;
import org.qkdn.lkms.store.StoreId;
import org.qkdn.lkms.store.UsedRanges;
import org.qkdn.node.v1.LinkStore;
import org.qkdn.node.v1.SupplyAnnouncement;

/** The stores of all PHYS links of the node: one supply line for each assigned link, and the neighbours' supplies. */
public final class LinkStores implements AutoCloseable {
    private final CurrentAssignment assignment;
    private final Modules modules;
    private final PadStore pads;
    private final SupplyAnnouncer announcer;
    private final int targetBytes;
    private final Map<String, LinkSupply> supplies = new ConcurrentHashMap<>();
    private final Map<String, Flow> flows = new ConcurrentHashMap<>();
    private boolean closed;

    public LinkStores(
            CurrentAssignment assignment, Modules modules, PadStore pads, SupplyAnnouncer announcer, int targetBytes) {
        this.assignment = assignment;
        this.modules = modules;
        this.pads = pads;
        this.announcer = announcer;
        this.targetBytes = targetBytes;
    }

    public void start() {
        assignment.onChange(this::follow);
        follow();
    }

    private synchronized void follow() {
        var current = assignment.get();
        for (var id : List.copyOf(supplies.keySet())) {
            var wanted = current.link(id);
            if (closed
                    || wanted.isEmpty()
                    || !isServed(wanted.get(), supplies.get(id).link())) {
                supplies.remove(id).close();
            }
        }
        flows.keySet().removeIf(id -> current.link(id).isEmpty());
        for (var link : current.links()) {
            if (!closed && !supplies.containsKey(link.getLinkId())) {
                var supply = new LinkSupply(link, modules, pads, announcer, flow(link.getLinkId()), targetBytes);
                supplies.put(link.getLinkId(), supply);
                supply.start();
            }
        }
    }

    /** Whether a supply line for the link as it was serves it as it is: a slow one works on while the link rests. */
    private boolean isServed(LinkStore now, LinkStore before) {
        return now.equals(before)
                || (modules.isSlow(now)
                        && now.toBuilder()
                                .setEnabled(before.getEnabled())
                                .build()
                                .equals(before));
    }

    public Flow flow(String linkId) {
        return flows.computeIfAbsent(linkId, id -> new Flow());
    }

    /** Why the link's store is not filled, for an operator; empty when it is. */
    public String reason(String linkId) {
        var supply = supplies.get(linkId);
        return supply == null ? "" : supply.reason();
    }

    /** Takes a sample of each link's rates. */
    public void sample() {
        long now = System.nanoTime();
        flows.values().forEach(flow -> flow.sample(now));
    }

    /** Outcome of a neighbour's announcement. */
    public sealed interface Receipt {
        record Stored() implements Receipt {}

        record UnknownLink(String reason) implements Receipt {}

        record NotFetched(String reason) implements Receipt {}
    }

    /** Fetches the keys the neighbour named and stores them as its block; repeatable. */
    public Receipt receive(SupplyAnnouncement announcement, UUID block) throws InterruptedException {
        var link = assignment.get().link(announcement.getLinkId());
        if (link.isEmpty()) {
            return new Receipt.UnknownLink("link " + announcement.getLinkId() + " is not assigned to this node");
        }
        var store = StoreId.link(announcement.getLinkId());
        return pads.knows(store, block) ? new Receipt.Stored() : fetch(link.get(), store, announcement, block);
    }

    private Receipt fetch(LinkStore link, StoreId store, SupplyAnnouncement announcement, UUID block)
            throws InterruptedException {
        var module = modules.of(link);
        var peer = modules.peerSae(link);
        if (module.isEmpty() || peer.isEmpty()) {
            return new Receipt.NotFetched("link " + link.getLinkId() + ": module " + link.getInterfaceId() + " or node "
                    + link.getRemoteNodeId() + " is not configured at this LKMS");
        }
        var ids = announcement.getKeyIdsList();
        if (announcement.getKeySizeBits() == 0) {
            return accept(module.get(), peer.get(), ids);
        }
        try (var keys = module.get().find(peer.get(), ids);
                var key = keys.joined()) {
            if (8L * keys.keyBytes() != announcement.getKeySizeBits()) {
                return new Receipt.NotFetched("the keys have another size than announced");
            }
            boolean slow = modules.isSlow(link);
            if (!slow && !BlockName.of(key).equals(block)) {
                return new Receipt.NotFetched(
                        "the modules at the two ends have different keys under the same ids: module "
                                + module.get().name() + " or its peer is out of step");
            }
            pads.add(store, block, Owner.PEER, key, slow ? UsedRanges.NONE : BlockName.used())
                    .join();
            flow(link.getLinkId()).filled(8L * key.length());
            return new Receipt.Stored();
        } catch (RefusedException | IllegalArgumentException e) {
            return new Receipt.NotFetched(e.getMessage());
        } catch (CompletionException e) {
            return new Receipt.NotFetched("the block could not be stored: " + e.getMessage());
        }
    }

    /** An announcement without keys: the other end asks for what must be there before keys can be. */
    private static Receipt accept(KeySource module, String peer, List<String> ids) throws InterruptedException {
        try {
            module.accept(peer, ids);
            return new Receipt.Stored();
        } catch (RefusedException e) {
            return new Receipt.NotFetched(e.getMessage());
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        supplies.values().forEach(LinkSupply::close);
    }
}
