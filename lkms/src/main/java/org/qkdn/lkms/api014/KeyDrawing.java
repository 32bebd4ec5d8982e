package org.qkdn.lkms.api014;

import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.qkdn.lkms.app.ApplicationKeys;
import org.qkdn.lkms.app.ApplicationKeys.Cut;
import org.qkdn.lkms.app.ApplicationKeys.DeliveredKey;
import org.qkdn.lkms.app.ApplicationKeys.Order;
import org.qkdn.lkms.app.BlockFiller;
import org.qkdn.lkms.app.RandomBlocks;
import org.qkdn.lkms.share.KeySharing;
import org.qkdn.lkms.share.KeySharing.Outcome;
import org.qkdn.lkms.share.KeySharing.Recipient;
import org.qkdn.lkms.store.Origin;

/**
 * Draws new keys for a master SAE and one or several slave SAEs. The first slave finds them in its end's blocks, or is of
 * this node; to each other they are brought before the master has them.
 */
final class KeyDrawing {
    /** Of keys that never leave this node. */
    private static final Origin WITHIN_THE_NODE = new Origin(true, 0, "");

    private final ApplicationKeys keys;
    private final KeySharing sharing;
    private final BlockFiller filler;
    private final InstantSource clock;
    private final RandomBlocks random;

    KeyDrawing(ApplicationKeys keys, KeySharing sharing, BlockFiller filler, RandomBlocks random, InstantSource clock) {
        this.keys = keys;
        this.sharing = sharing;
        this.filler = filler;
        this.random = random;
        this.clock = clock;
    }

    /** What hangs on the future runs by the executor, unless others had to be waited for. */
    CompletableFuture<Answer> draw(String master, List<Leg.Open> legs, KeyRequest request, Executor afterwards) {
        return keys.cut(orders(legs, request), afterwards).thenCompose(cut -> switch (cut) {
            case Cut.Keys(var found, var emptied) -> {
                if (emptied) {
                    filler.wake();
                }
                yield hand(master, legs, request, found);
            }
            case Cut.TooFew few -> {
                filler.demand(few.application(), request.number(), request.sizeBits() / 8);
                yield CompletableFuture.completedFuture(tooFew(few, request.number()));
            }
            case Cut.OtherKind other ->
                CompletableFuture.completedFuture(
                        new Answer.Bad("not all extension_mandatory request options could be met"));
            case Cut.TooFast(var application, var wait) ->
                CompletableFuture.completedFuture(new Answer.Throttled(application.getMaxBandwidthBps(), wait));
        });
    }

    /** One of each leg to another node: of the first the keys themselves, of the others what carries them. */
    private List<Order> orders(List<Leg.Open> legs, KeyRequest request) {
        int bytes = request.sizeBits() / 8;
        var now = clock.instant();
        var needed = request.needed().at(now);
        var preferred = request.preferred().at(now);
        var orders = new ArrayList<Order>(legs.size());
        for (int i = 0; i < legs.size(); i++) {
            if (legs.get(i) instanceof Leg.There(var slave, var application)) {
                int number = i == 0 ? request.number() : KeySharing.carriers(request.number(), bytes);
                orders.add(new Order(application, number, bytes, needed, preferred));
            }
        }
        return orders;
    }

    private Answer tooFew(Cut.TooFew few, int needed) {
        var reason = filler.reason(few.application());
        Map<String, Object> numbers = new LinkedHashMap<>();
        numbers.put("available", few.available());
        numbers.put("needed", needed);
        return new Answer.Unavailable(
                "not enough keys are stored, retry later",
                reason.isEmpty() ? List.of(numbers) : List.of(numbers, Map.of("reason", reason)));
    }

    private CompletableFuture<Answer> hand(
            String master, List<Leg.Open> legs, KeyRequest request, List<DeliveredKey> cut) {
        if (legs.size() == 1 && legs.getFirst() instanceof Leg.There) {
            return CompletableFuture.completedFuture(new Answer.Keys(cut));
        }
        var origin =
                cut.stream().map(DeliveredKey::origin).reduce(Origin::weaker).orElse(WITHIN_THE_NODE);
        if (legs.getFirst() instanceof Leg.There) {
            var shared = cut.subList(0, request.number()).stream()
                    .map(key -> new DeliveredKey(key.id(), key.key(), origin))
                    .toList();
            return share(
                    master, request, shared, legs.subList(1, legs.size()), cut.subList(request.number(), cut.size()));
        }
        // a random number generator may have to be waited for
        return CompletableFuture.supplyAsync(() -> fresh(request, origin), Thread::startVirtualThread)
                .thenCompose(fresh -> switch (fresh) {
                    case Fresh.Keys(var shared) -> share(master, request, shared, legs, cut);
                    case Fresh.None(var reason) -> {
                        cut.forEach(carrier -> carrier.key().close());
                        yield CompletableFuture.completedFuture(new Answer.Unavailable(reason));
                    }
                });
    }

    /** To all of these slaves, those of other nodes by the carriers; then to the master. */
    private CompletableFuture<Answer> share(
            String master,
            KeyRequest request,
            List<DeliveredKey> shared,
            List<Leg.Open> to,
            List<DeliveredKey> carriers) {
        var recipients = new ArrayList<Recipient>(to.size());
        int next = 0;
        for (var leg : to) {
            switch (leg) {
                case Leg.Here(var slave) -> recipients.add(new Recipient.Local(slave));
                case Leg.There(var slave, var application) -> {
                    int end = next + KeySharing.carriers(request.number(), request.sizeBits() / 8);
                    recipients.add(
                            new Recipient.Remote(slave, application.getRemoteNodeId(), carriers.subList(next, end)));
                    next = end;
                }
            }
        }
        return sharing.share(master, shared, recipients).thenApply(outcome -> switch (outcome) {
            case Outcome.Shared done -> new Answer.Keys(shared);
            case Outcome.Failed(var reason) -> {
                shared.forEach(key -> key.key().close());
                yield new Answer.Unavailable(
                        "the keys could not be brought to every slave SAE", List.of(Map.of("reason", reason)));
            }
        });
    }

    private sealed interface Fresh {
        record Keys(List<DeliveredKey> keys) implements Fresh {}

        record None(String reason) implements Fresh {}
    }

    /** For slaves that are all reached from here, the first of this node: nobody else has such keys. */
    private Fresh fresh(KeyRequest request, Origin origin) {
        int size = request.sizeBits() / 8;
        try (var bytes = random.bytes(request.number() * size)) {
            var fresh = new ArrayList<DeliveredKey>(request.number());
            for (int i = 0; i < request.number(); i++) {
                fresh.add(new DeliveredKey(UUID.randomUUID(), bytes.slice(i * size, size), origin));
            }
            return new Fresh.Keys(fresh);
        } catch (UncheckedIOException e) {
            return new Fresh.None(e.getCause().getMessage());
        }
    }
}
