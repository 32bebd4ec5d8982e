package org.qkdn.lkms.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.qkdn.lkms.assignment.CurrentAssignment;
import org.qkdn.lkms.store.Account;
import org.qkdn.lkms.store.BlockTable;
import org.qkdn.lkms.store.KeyDatabase;
import org.qkdn.lkms.store.Level;
import org.qkdn.lkms.store.StoreId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Levels and accounts of the assigned stores, once a second. The names of others tell SAEs, so they are left out. */
public final class StoreGauges implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StoreGauges.class);

    private final KeyDatabase database;
    private final CurrentAssignment assignment;
    private final MultiGauge levels;
    private final MultiGauge filled;
    private final MultiGauge burnt;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("store-gauges").factory());

    public StoreGauges(KeyDatabase database, CurrentAssignment assignment, MeterRegistry registry) {
        this.database = database;
        this.assignment = assignment;
        this.levels = MultiGauge.builder("qkdn.lkms.store.bits")
                .description("key bits not used yet, by the end that may hand them out first")
                .register(registry);
        this.filled = MultiGauge.builder("qkdn.lkms.store.filled.bits")
                .description("key bits stored since the store was assigned")
                .register(registry);
        this.burnt = MultiGauge.builder("qkdn.lkms.store.burnt.bits")
                .description("key bits burnt since the store was assigned, by cause")
                .register(registry);
    }

    public void start() {
        var ignored = timer.scheduleWithFixedDelay(this::sample, 0, 1, TimeUnit.SECONDS);
    }

    private record Reading(Level level, Account account) {}

    private void sample() {
        try {
            var readings = database.call(this::read);
            var levelRows = new ArrayList<Row<?>>();
            var filledRows = new ArrayList<Row<?>>();
            var burntRows = new ArrayList<Row<?>>();
            readings.forEach((store, reading) -> {
                var tags = Tags.of("kind", name(store.kind()), "id", store.id());
                levelRows.add(Row.of(tags.and("owner", "own"), 8L * reading.level.ownBytes()));
                levelRows.add(Row.of(tags.and("owner", "peer"), 8L * reading.level.peerBytes()));
                filledRows.add(Row.of(tags, reading.account.filledBits()));
                reading.account
                        .burntBits()
                        .forEach((cause, bits) -> burntRows.add(Row.of(tags.and("cause", name(cause)), bits)));
            });
            levels.register(levelRows, true);
            filled.register(filledRows, true);
            burnt.register(burntRows, true);
        } catch (CompletionException | IllegalStateException e) {
            LOG.debug("no levels: {}", e.getMessage());
        }
    }

    private Map<StoreId, Reading> read(BlockTable blocks) {
        var known = blocks.levels(1, 1);
        var current = assignment.get();
        return Stream.concat(
                        current.links().stream().map(link -> StoreId.link(link.getLinkId())),
                        current.applications().stream().map(application -> StoreId.application(application.getAppId())))
                .collect(Collectors.toMap(
                        store -> store,
                        store -> new Reading(known.getOrDefault(store, Level.EMPTY), blocks.account(store))));
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
