package org.qkdn.lkms.api014;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.qkdn.lkms.app.ApplicationKeys;
import org.qkdn.lkms.app.BlockFiller;
import org.qkdn.lkms.app.RandomBlocks;
import org.qkdn.lkms.app.RequestedApplications;
import org.qkdn.lkms.assignment.CurrentAssignment;
import org.qkdn.lkms.share.KeySharing;
import org.qkdn.node.v1.Application;

/** The three methods of ETSI GS QKD 014, below HTTP. What hangs on their futures runs by the executor given with the request, or on a thread of its own. */
public final class KeyDelivery {
    private static final String NOT_FOUND = "one or more keys specified are not found on KME";

    private final String kmeId;
    private final Function<String, String> kmeOfNode;
    private final Set<String> saes;
    private final Limits limits;
    private final CurrentAssignment assignment;
    private final ApplicationKeys keys;
    private final KeyDrawing drawing;
    private final RequestedApplications requested;

    /**
     * The parts it stands on.
     *
     * @param kmeOfNode names the KME of a node id
     * @param saes of this node
     */
    public KeyDelivery(
            String kmeId,
            Function<String, String> kmeOfNode,
            Set<String> saes,
            Limits limits,
            CurrentAssignment assignment,
            ApplicationKeys keys,
            KeySharing sharing,
            BlockFiller filler,
            RandomBlocks random,
            RequestedApplications requested) {
        this.kmeId = kmeId;
        this.kmeOfNode = kmeOfNode;
        this.saes = Set.copyOf(saes);
        this.limits = limits;
        this.assignment = assignment;
        this.keys = keys;
        this.requested = requested;
        this.drawing = new KeyDrawing(keys, sharing, filler, random, InstantSource.system());
    }

    Limits limits() {
        return limits;
    }

    CompletableFuture<Answer> status(String master, String slave) {
        return switch (leg(master, slave)) {
            case Leg.Here here ->
                now(status(master, slave, kmeId, limits.maxKeyCount(), Application.getDefaultInstance()));
            case Leg.There(var none, var application) ->
                keys.available(application, limits.keySize() / 8)
                        .thenApply(stored -> status(
                                master, slave, kmeOfNode.apply(application.getRemoteNodeId()), stored, application));
            case Leg.None none -> now(request(master, none));
        };
    }

    private Answer status(String master, String slave, String target, long stored, Application application) {
        var status = new LinkedHashMap<String, Object>();
        status.put("source_KME_ID", kmeId);
        status.put("target_KME_ID", target);
        status.put("master_SAE_ID", master);
        status.put("slave_SAE_ID", slave);
        status.put("key_size", limits.keySize());
        status.put("stored_key_count", Math.min(stored, limits.maxKeyCount()));
        status.put("max_key_count", limits.maxKeyCount());
        status.put("max_key_per_request", limits.maxKeyPerRequest());
        status.put("max_key_size", limits.maxKeySize());
        status.put("min_key_size", limits.minKeySize());
        status.put("max_SAE_ID_count", limits.maxSaeIdCount());
        var extension = new LinkedHashMap<String, Object>();
        extension.put("qkdn_extensions", Extensions.NAMES);
        if (application.getMaxBandwidthBps() != 0) {
            extension.put("qkdn_max_bandwidth_bps", application.getMaxBandwidthBps());
        }
        if (application.getTtlSeconds() != 0) {
            extension.put("qkdn_ttl_seconds", application.getTtlSeconds());
        }
        status.put("status_extension", extension);
        return new Answer.Json(status);
    }

    CompletableFuture<Answer> newKeys(String master, String slave, KeyRequest request, Executor afterwards) {
        var slaves = new LinkedHashSet<>(List.of(slave));
        slaves.addAll(request.moreSlaves());
        if (slaves.size() <= request.moreSlaves().size() || slaves.contains(master)) {
            return now(new Answer.Bad("master and slave SAEs shall be different from each other"));
        }
        var legs = new ArrayList<Leg.Open>(slaves.size());
        for (var one : slaves) {
            switch (leg(master, one)) {
                case Leg.Open open -> legs.add(open);
                case Leg.None none -> {
                    return now(request(master, none));
                }
            }
        }
        return drawing.draw(master, legs, request, afterwards);
    }

    CompletableFuture<Answer> keysWithIds(String slave, String master, List<UUID> ids, Executor afterwards) {
        return keys.find(slave, master, ids, afterwards).thenApply(found -> switch (found) {
            case ApplicationKeys.Found.Keys good -> new Answer.Keys(good.keys());
            case ApplicationKeys.Found.Missing missing -> new Answer.Bad(NOT_FOUND);
            case ApplicationKeys.Found.NotForCaller not -> new Answer.Unauthorized();
        });
    }

    private Leg leg(String master, String slave) {
        if (saes.contains(slave)) {
            return new Leg.Here(slave);
        }
        return assignment
                .get()
                .between(master, slave)
                .filter(application -> !application.getRemoteNodeId().isEmpty())
                .<Leg>map(application -> new Leg.There(slave, application))
                .orElseGet(() -> new Leg.None(slave));
    }

    /** Nobody has ordered keys for the pair, or the slave's node is unknown: the controller hears of it by the agent. */
    private Answer request(String master, Leg.None to) {
        if (assignment.get().between(master, to.slave()).isPresent()) {
            return new Answer.Unavailable("the node of SAE " + to.slave() + " is not known yet, retry later");
        }
        requested.add(master, to.slave());
        return new Answer.Unavailable("no key association exists between the SAEs yet; it was requested from the"
                + " controller, retry later");
    }

    private static CompletableFuture<Answer> now(Answer answer) {
        return CompletableFuture.completedFuture(answer);
    }
}
