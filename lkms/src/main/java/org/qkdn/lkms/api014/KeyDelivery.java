package org.qkdn.lkms.api014;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.qkdn.lkms.app.ApplicationKeys;
import org.qkdn.lkms.app.BlockFiller;
import org.qkdn.lkms.app.RequestedApplications;
import org.qkdn.lkms.assignment.CurrentAssignment;
import org.qkdn.node.v1.Application;

/** The three methods of ETSI GS QKD 014, below HTTP. Futures complete on the thread of the key database. */
public final class KeyDelivery {
    private static final String NOT_FOUND = "one or more keys specified are not found on KME";

    private final String kmeId;
    private final Function<String, String> kmeOfNode;
    private final Limits limits;
    private final CurrentAssignment assignment;
    private final ApplicationKeys keys;
    private final BlockFiller filler;
    private final RequestedApplications requested;

    /** {@code kmeOfNode} names the KME of a node id. */
    public KeyDelivery(
            String kmeId,
            Function<String, String> kmeOfNode,
            Limits limits,
            CurrentAssignment assignment,
            ApplicationKeys keys,
            BlockFiller filler,
            RequestedApplications requested) {
        this.kmeId = kmeId;
        this.kmeOfNode = kmeOfNode;
        this.limits = limits;
        this.assignment = assignment;
        this.keys = keys;
        this.filler = filler;
        this.requested = requested;
    }

    Limits limits() {
        return limits;
    }

    CompletableFuture<Answer> status(String master, String slave) {
        var association = association(master, slave);
        if (association.isEmpty()) {
            return CompletableFuture.completedFuture(request(master, slave));
        }
        var application = association.get();
        return keys.available(application, limits.keySize() / 8).thenApply(stored -> {
            var status = new LinkedHashMap<String, Object>();
            status.put("source_KME_ID", kmeId);
            status.put("target_KME_ID", kmeOfNode.apply(application.getRemoteNodeId()));
            status.put("master_SAE_ID", master);
            status.put("slave_SAE_ID", slave);
            status.put("key_size", limits.keySize());
            status.put("stored_key_count", Math.min(stored, limits.maxKeyCount()));
            status.put("max_key_count", limits.maxKeyCount());
            status.put("max_key_per_request", limits.maxKeyPerRequest());
            status.put("max_key_size", limits.maxKeySize());
            status.put("min_key_size", limits.minKeySize());
            status.put("max_SAE_ID_count", 0);
            return new Answer.Json(status);
        });
    }

    CompletableFuture<Answer> newKeys(String master, String slave, KeyRequest request) {
        var association = association(master, slave);
        if (association.isEmpty()) {
            return CompletableFuture.completedFuture(request(master, slave));
        }
        int bytes = request.sizeBits() / 8;
        return keys.cut(association.get(), request.number(), bytes).thenApply(cut -> switch (cut) {
            case ApplicationKeys.Cut.Keys found -> {
                filler.wake();
                yield new Answer.Keys(found.keys());
            }
            case ApplicationKeys.Cut.TooFew few -> {
                filler.demand(association.get(), request.number(), bytes);
                yield tooFew(association.get(), few.available(), request.number());
            }
        });
    }

    private Answer tooFew(Application application, long available, int needed) {
        var reason = filler.reason(application);
        Map<String, Object> numbers = new LinkedHashMap<>();
        numbers.put("available", available);
        numbers.put("needed", needed);
        return new Answer.Unavailable(
                "not enough keys are stored, retry later",
                reason.isEmpty() ? List.of(numbers) : List.of(numbers, Map.of("reason", reason)));
    }

    CompletableFuture<Answer> keysWithIds(String slave, String master, List<UUID> ids) {
        return keys.find(slave, master, ids).thenApply(found -> switch (found) {
            case ApplicationKeys.Found.Keys good -> new Answer.Keys(good.keys());
            case ApplicationKeys.Found.Missing missing -> new Answer.Bad(NOT_FOUND);
            case ApplicationKeys.Found.NotForCaller not -> new Answer.Unauthorized();
        });
    }

    private Optional<Application> association(String master, String slave) {
        return assignment.get().between(master, slave).filter(application -> !application
                .getRemoteNodeId()
                .isEmpty());
    }

    /** Nobody has ordered keys for the pair, or the slave's node is unknown: the controller hears of it by the agent. */
    private Answer request(String master, String slave) {
        if (assignment.get().between(master, slave).isPresent()) {
            return new Answer.Unavailable("the node of SAE " + slave + " is not known yet, retry later");
        }
        requested.add(master, slave);
        return new Answer.Unavailable("no key association exists between the SAEs yet; it was requested from the"
                + " controller, retry later");
    }
}
