package org.qkdn.lkms.skip;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.qkdn.lkms.app.ApplicationKeys;
import org.qkdn.lkms.app.BlockFiller;
import org.qkdn.lkms.app.RequestedApplications;
import org.qkdn.lkms.assignment.CurrentAssignment;
import org.qkdn.lkms.entropy.EntropySource;
import org.qkdn.node.v1.Application;

/**
 * The resources of SKIP, below HTTP. Keys come from the same stores as those of ETSI GS QKD 014, and leave them the same
 * way: each once at either end. A client of one interface may be given a key that the other end fetches by the other.
 */
public final class SkipKeys {
    private final SkipConfiguration configuration;
    private final CurrentAssignment assignment;
    private final ApplicationKeys keys;
    private final BlockFiller filler;
    private final RequestedApplications requested;
    private final EntropySource entropy;

    public SkipKeys(
            SkipConfiguration configuration,
            CurrentAssignment assignment,
            ApplicationKeys keys,
            BlockFiller filler,
            RequestedApplications requested,
            EntropySource entropy) {
        this.configuration = configuration;
        this.assignment = assignment;
        this.keys = keys;
        this.filler = filler;
        this.requested = requested;
        this.entropy = entropy;
    }

    SkipAnswer capabilities(String sae) {
        var body = JsonNodeFactory.instance
                .objectNode()
                .put("entropy", true)
                .put("key", true)
                .put("algorithm", "QKD")
                .put("localSystemID", configuration.localSystemId());
        var remote = body.putArray("remoteSystemID");
        configuration.remoteSystems().stream()
                .filter(system -> system.isFor(sae))
                .map(RemoteSystem::id)
                .forEach(remote::add);
        return new SkipAnswer.Json(body);
    }

    CompletableFuture<SkipAnswer> newKey(String sae, SkipRequest.NewKey request) {
        var remote = remoteSae(sae, request.remoteSystem());
        if (remote.isEmpty()) {
            return unknownSystem(request.remoteSystem());
        }
        var application = assignment.get().between(sae, remote.get()).filter(found -> !found.getRemoteNodeId()
                .isEmpty());
        if (application.isEmpty()) {
            requested.add(sae, remote.get());
            return now(SkipAnswer.unavailable("no key association exists with " + request.remoteSystem()
                    + " yet; it was requested from the controller, retry later"));
        }
        return cut(application.get(), request.sizeBits() / 8);
    }

    private CompletableFuture<SkipAnswer> cut(Application application, int bytes) {
        return keys.cut(application, 1, bytes).thenApply(cut -> switch (cut) {
            case ApplicationKeys.Cut.Keys found -> {
                filler.wake();
                var key = found.keys().getFirst();
                yield new SkipAnswer.Key(key.id(), key.key());
            }
            case ApplicationKeys.Cut.TooFew few -> none(application, bytes);
            case ApplicationKeys.Cut.OtherKind other -> none(application, bytes);
            case ApplicationKeys.Cut.TooFast fast -> new SkipAnswer.Throttled(fast.after());
        });
    }

    private SkipAnswer none(Application application, int bytes) {
        filler.demand(application, 1, bytes);
        var reason = filler.reason(application);
        return SkipAnswer.unavailable("no key is stored, retry later" + (reason.isEmpty() ? "" : " (" + reason + ")"));
    }

    CompletableFuture<SkipAnswer> keyById(String sae, SkipRequest.KeyById request) {
        var remote = remoteSae(sae, request.remoteSystem());
        if (remote.isEmpty()) {
            return unknownSystem(request.remoteSystem());
        }
        return keys.find(sae, remote.get(), List.of(request.id())).thenApply(found -> switch (found) {
            case ApplicationKeys.Found.Keys good ->
                new SkipAnswer.Key(request.id(), good.keys().getFirst().key());
            case ApplicationKeys.Found.Missing missing -> unknownKey(request.id());
            case ApplicationKeys.Found.NotForCaller not -> unknownKey(request.id());
        });
    }

    /** The draft has one answer for keys that are not there, were fetched before, or are another's. */
    private static SkipAnswer unknownKey(UUID id) {
        return SkipAnswer.bad("there is no key " + SkipAnswer.keyId(id) + " for this client");
    }

    /** May wait for a device. */
    SkipAnswer entropy(SkipRequest.Entropy request) {
        return switch (entropy.draw((request.bits() + 7) / 8)) {
            case EntropySource.Draw.Drawn drawn -> new SkipAnswer.Entropy(drawn.bytes());
            case EntropySource.Draw.Failed failed ->
                SkipAnswer.unavailable("the random source is unavailable: " + failed.reason());
        };
    }

    private Optional<String> remoteSae(String sae, String systemId) {
        return configuration.remoteSystems().stream()
                .filter(system -> system.isFor(sae))
                .flatMap(system -> system.saeOf(systemId).stream())
                .findFirst();
    }

    private static CompletableFuture<SkipAnswer> unknownSystem(String id) {
        return now(SkipAnswer.bad("remoteSystemID " + id + " is not one of this client's; see /capabilities"));
    }

    private static CompletableFuture<SkipAnswer> now(SkipAnswer answer) {
        return CompletableFuture.completedFuture(answer);
    }
}
