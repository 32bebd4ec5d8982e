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
import org.qkdn.lkms.store.KeyDatabase;
import org.qkdn.lkms.store.Level;
import org.qkdn.lkms.store.StoreId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Levels of the stores of links and applications, once a second. Other stores' names tell SAEs, so they are left out. */
public final class StoreGauges implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StoreGauges.class);

    private final KeyDatabase database;
    private final MultiGauge levels;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("store-gauges").factory());

    public StoreGauges(KeyDatabase database, MeterRegistry registry) {
        this.database = database;
        this.levels = MultiGauge.builder("qkdn.store.bits")
                .description("key bits not used yet, by the end that may hand them out first")
                .register(registry);
    }

    public void start() {
        var ignored = timer.scheduleWithFixedDelay(this::sample, 0, 1, TimeUnit.SECONDS);
    }

    private void sample() {
        try {
            Map<StoreId, Level> found = database.call(blocks -> blocks.levels(1, 1));
            var rows = new ArrayList<Row<?>>();
            found.forEach((store, level) -> {
                if (store.kind() == StoreId.Kind.LINK || store.kind() == StoreId.Kind.APPLICATION) {
                    var tags = Tags.of("kind", store.kind().name().toLowerCase(Locale.ROOT), "id", store.id());
                    rows.add(Row.of(tags.and("owner", "own"), 8L * level.ownBytes()));
                    rows.add(Row.of(tags.and("owner", "peer"), 8L * level.peerBytes()));
                }
            });
            levels.register(rows, true);
        } catch (CompletionException | IllegalStateException e) {
            LOG.debug("no levels: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
