package org.qkdn.lkms.store;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.qkdn.lkms.store.log.PostgresSource;

/**
 * Measures "cut one 256-bit key, durable, then answer" with 64 callers, each waiting for its answer before it asks again,
 * while the stores are filled with as much: {@code StoreThroughput DIRECTORY [SECONDS [URL USER PASSWORD-FILE]]}; a URL
 * puts the log into PostgreSQL.
 */
public final class StoreThroughput {
    private static final int CALLERS = 64;
    private static final int KEY = 32;
    private static final int BLOCK = 512;
    private static final StoreId STORE = StoreId.application("app");

    private final AtomicLong answered = new AtomicLong();
    private final CompletableFuture<Void> failure = new CompletableFuture<>();
    private final KeyDatabase database;
    private volatile boolean ended;

    private StoreThroughput(KeyDatabase database) {
        this.database = database;
    }

    public static void main(String[] arguments) throws Exception {
        int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10;
        var directory = Path.of(arguments[0]);
        var files = StoreSettings.in(directory);
        var settings = arguments.length > 4
                ? new StoreSettings(
                        directory,
                        files.keyEncryptingKey(),
                        Optional.empty(),
                        Optional.of(new PostgresSource(arguments[2], arguments[3], Path.of(arguments[4]))),
                        files.unreadableAfter())
                : files;
        try (var database = KeyDatabase.open(settings)) {
            System.out.println(new StoreThroughput(database).run(3) + " transactions/s while warming up");
            System.out.println(new StoreThroughput(database).run(seconds) + " transactions/s");
        }
    }

    long run(int seconds) throws Exception {
        var block = new byte[BLOCK];
        new Random(1).nextBytes(block);
        for (int i = 0; i < 1000; i++) {
            fill(block);
        }
        long begin = System.nanoTime();
        for (int i = 0; i < CALLERS; i++) {
            ask(block);
        }
        while (System.nanoTime() - begin < seconds * 1_000_000_000L && !failure.isDone()) {

            Thread.sleep(50);
        }
        ended = true;
        if (failure.isDone()) {
            failure.join();
        }
        return answered.get() * 1_000_000_000L / (System.nanoTime() - begin);
    }

    private void ask(byte[] block) {
        var ignored = database.submit(StoreThroughput::cut).whenComplete((roomLeft, e) -> {
            if (e != null) {
                failure.completeExceptionally(e);
            } else if (!ended) {
                if (answered.incrementAndGet() % (BLOCK / KEY) == 0) {
                    fill(block);
                }
                ask(block);
            }
        });
    }

    private static long cut(BlockTable blocks) {
        try (var block = blocks.ownWithRoom(STORE, KEY).orElseThrow();
                var key = block.content().slice(block.firstFree(), KEY)) {
            blocks.spend(block, block.used().with(block.firstFree(), KEY).orElseThrow());
            blocks.addDelivered(STORE, 8L * KEY);
            return key.length();
        }
    }

    private void fill(byte[] bytes) {
        var ignored = database.submit(blocks -> {
            try (var content = KeyBytes.copyOf(bytes)) {
                return blocks.insert(STORE, UUID.randomUUID(), Owner.OWN, Origin.UNKNOWN, content, UsedRanges.NONE);
            }
        });
    }
}
