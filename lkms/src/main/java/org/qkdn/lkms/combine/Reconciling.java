package org.qkdn.lkms.combine;

import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.qkdn.lkms.assignment.CurrentAssignment;
import org.qkdn.lkms.peer.PeerNodes;
import org.qkdn.lkms.store.KeyDatabase;
import org.qkdn.lkms.store.StoreId;
import org.qkdn.node.v1.Application;
import org.qkdn.node.v1.BlockReconciliationGrpc;
import org.qkdn.node.v1.GivenUpBlocks;
import org.qkdn.node.v1.HeldBlocks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the other end about each block of its making, once: what it gave up after a lost acknowledgement or a crash is burnt
 * here too, so that the accounts of both ends agree. No time is assumed: the other end says what it cannot tell yet.
 */
public final class Reconciling implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Reconciling.class);
    private static final Duration EVERY = Duration.ofSeconds(2);

    /** Well within the time for which the other end remembers the names of blocks it has used up. */
    private static final Duration OLDEST = Duration.ofHours(12);

    private final KeyDatabase database;
    private final CurrentAssignment assignment;
    private final PeerNodes peers;
    private final InstantSource clock = InstantSource.system();
    private final Map<String, Set<UUID>> settled = new HashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("block-reconciliation").factory());

    public Reconciling(KeyDatabase database, CurrentAssignment assignment, PeerNodes peers) {
        this.database = database;
        this.assignment = assignment;
        this.peers = peers;
    }

    public void start() {
        var ignored = timer.scheduleWithFixedDelay(
                this::reconcileAll, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void reconcileAll() {
        var current = assignment.get();
        settled.keySet().removeIf(id -> current.application(id).isEmpty());
        for (var application : current.applications()) {
            try {
                peers.channel(application.getRemoteNodeId()).ifPresent(channel -> reconcile(application, channel));
            } catch (CompletionException | StatusRuntimeException | IllegalStateException e) {
                LOG.debug("application {} is not reconciled: {}", application.getAppId(), e.getMessage());
            }
        }
    }

    private void reconcile(Application application, Channel channel) {
        var store = StoreId.application(application.getAppId());
        var known = settled.computeIfAbsent(application.getAppId(), id -> new HashSet<>());
        long now = clock.instant().getEpochSecond();
        var held = database.call(blocks -> blocks.peerIds(store, now - OLDEST.toSeconds(), now));
        known.retainAll(new HashSet<>(held));
        var open = new ArrayList<>(held);
        open.removeAll(known);
        for (int i = 0; i < open.size(); i += ReconciliationService.MOST_BLOCKS) {
            var some = open.subList(i, Math.min(open.size(), i + ReconciliationService.MOST_BLOCKS));
            var answer = BlockReconciliationGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(5, TimeUnit.SECONDS)
                    .reconcile(HeldBlocks.newBuilder()
                            .setAppId(application.getAppId())
                            .addAllBlockIds(some.stream().map(UUID::toString).toList())
                            .build());
            burn(application, store, some, answer);
            known.addAll(some);
            answer.getPendingBlockIdsList().forEach(id -> known.remove(UUID.fromString(id)));
        }
    }

    private void burn(Application application, StoreId store, List<UUID> asked, GivenUpBlocks answer) {
        var givenUp = asked.stream()
                .filter(id -> answer.getBlockIdsList().contains(id.toString()))
                .toList();
        if (!givenUp.isEmpty()) {
            boolean done = database.call(blocks -> {
                blocks.burnGivenUp(store, givenUp);
                return true;
            });
            LOG.info(
                    "application {}: {} blocks that the other end gave up are burnt: {}",
                    application.getAppId(),
                    givenUp.size(),
                    done);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
