package org.qkdn.lkms.node;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.qkdn.lkms.app.BlockFiller;
import org.qkdn.lkms.app.RequestedApplications;
import org.qkdn.lkms.assignment.Assignment;
import org.qkdn.lkms.assignment.CurrentAssignment;
import org.qkdn.lkms.store.Account;
import org.qkdn.lkms.store.BlockTable;
import org.qkdn.lkms.store.KeyDatabase;
import org.qkdn.lkms.store.Level;
import org.qkdn.lkms.store.StoreId;
import org.qkdn.lkms.supply.LinkStores;
import org.qkdn.node.v1.ApplicationLevel;
import org.qkdn.node.v1.KeyStoreReport;
import org.qkdn.node.v1.LinkStoreLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells watchers the levels of all stores: once per second, and at each change of the assignment or new request. */
public final class Reporter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Reporter.class);

    private final KeyDatabase database;
    private final CurrentAssignment assignment;
    private final LinkStores links;
    private final BlockFiller filler;
    private final RequestedApplications requested;
    private final List<Consumer<KeyStoreReport>> watchers = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("key-store-report").factory());

    public Reporter(
            KeyDatabase database,
            CurrentAssignment assignment,
            LinkStores links,
            BlockFiller filler,
            RequestedApplications requested) {
        this.database = database;
        this.assignment = assignment;
        this.links = links;
        this.filler = filler;
        this.requested = requested;
    }

    public void start() {
        assignment.onChange(this::soon);
        requested.onNew(this::soon);
        var ignored = timer.scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.SECONDS);
    }

    /** The watcher is called by one thread at a time, first at once. */
    void watch(Consumer<KeyStoreReport> watcher) {
        watchers.add(watcher);
        soon();
    }

    void leave(Consumer<KeyStoreReport> watcher) {
        watchers.remove(watcher);
    }

    private void soon() {
        try {
            timer.execute(this::tell);
        } catch (RejectedExecutionException e) {
            LOG.debug("no report: the LKMS stops");
        }
    }

    private void tick() {
        links.sample();
        tell();
    }

    private void tell() {
        if (watchers.isEmpty()) {
            return;
        }
        try {
            var report = report();
            watchers.forEach(watcher -> watcher.accept(report));
        } catch (CompletionException e) {
            LOG.warn("no report of the key stores: {}", e.getMessage());
        }
    }

    private KeyStoreReport report() {
        var levels = database.call(blocks -> blocks.levels(1, 1));
        var delivered = database.call(blocks -> blocks.delivered());
        var current = assignment.get();
        var accounts = database.call(blocks -> accounts(blocks, current));
        var report = KeyStoreReport.newBuilder()
                .addAllRequested(requested.list().stream()
                        .filter(request -> current.between(request.getMasterSaeId(), request.getSlaveSaeId())
                                .isEmpty())
                        .toList());
        for (var link : current.links()) {
            var level = levels.getOrDefault(StoreId.link(link.getLinkId()), Level.EMPTY);
            var rates = links.flow(link.getLinkId()).rates();
            report.addLinks(LinkStoreLevel.newBuilder()
                    .setLinkId(link.getLinkId())
                    .setOwnBits(8 * level.ownBytes())
                    .setPeerBits(8 * level.peerBytes())
                    .setFillingBps(rates.fillingBps())
                    .setConsumptionBps(rates.consumptionBps())
                    .setReason(links.reason(link.getLinkId())));
        }
        for (var application : current.applications()) {
            var store = StoreId.application(application.getAppId());
            var level = levels.getOrDefault(store, Level.EMPTY);
            report.addApplications(ApplicationLevel.newBuilder()
                    .setAppId(application.getAppId())
                    .setOwnBits(8 * level.ownBytes())
                    .setPeerBits(8 * level.peerBytes())
                    .setDeliveredBits(delivered.getOrDefault(store, 0L))
                    .setFilledBits(accounts.get(store).filledBits())
                    .setBurntBits(accounts.get(store).burnt())
                    .putAllBurntBitsByCause(byName(accounts.get(store)))
                    .setReason(filler.reason(application)));
        }
        return report.build();
    }

    private static Map<StoreId, Account> accounts(BlockTable blocks, Assignment current) {
        var accounts = new HashMap<StoreId, Account>();
        for (var application : current.applications()) {
            var store = StoreId.application(application.getAppId());
            accounts.put(store, blocks.account(store));
        }
        return accounts;
    }

    private static Map<String, Long> byName(Account account) {
        var byName = new HashMap<String, Long>();
        account.burntBits().forEach((cause, bits) -> byName.put(cause.name().toLowerCase(Locale.ROOT), bits));
        return byName;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
