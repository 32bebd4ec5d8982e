package org.qkdn.lkms.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.lkms.assignment.Assignment;
import org.qkdn.lkms.assignment.CurrentAssignment;
import org.qkdn.lkms.store.BlockFilter;
import org.qkdn.lkms.store.KeyBytes;
import org.qkdn.lkms.store.KeyDatabase;
import org.qkdn.lkms.store.Origin;
import org.qkdn.lkms.store.Owner;
import org.qkdn.lkms.store.StoreId;
import org.qkdn.node.v1.Application;
import org.qkdn.node.v1.KeyStoreConfiguration;

class ApplicationKeysTest {
    private static final StoreId STORE = StoreId.application("app");

    @TempDir
    Path directory;

    private record End(KeyDatabase database, ApplicationKeys keys, Application application) {}

    private End end(String name, String local, String remote) throws Exception {
        var application = Application.newBuilder()
                .setAppId("app")
                .setLocalSaeId(local)
                .setRemoteSaeId(remote)
                .build();
        var database = KeyDatabase.open(directory.resolve(name));
        var assignment = CurrentAssignment.load(database);
        assignment.replace(Assignment.of(
                KeyStoreConfiguration.newBuilder().addApplications(application).build()));
        return new End(database, new ApplicationKeys(database, assignment), application);
    }

    /** Cuts keys of random sizes at one end, collects them in random order at the other, and counts every byte. */
    @Test
    void noByteIsHandedOutTwiceAndBothEndsCutTheSame() throws Exception {
        for (long seed = 1; seed <= 6; seed++) {
            var random = new Random(seed);
            var name = "seed " + seed;
            var source = end("s" + seed, "m", "s");
            var destination = end("d" + seed, "s", "m");
            try (var first = source.database();
                    var second = destination.database()) {
                assertTrue(first != second);
                var blocks = new HashMap<Long, byte[]>();
                var used = new HashMap<Long, BitSet>();
                var open = new ArrayList<ApplicationKeys.DeliveredKey>();
                for (int step = 0; step < 150; step++) {
                    switch (random.nextInt(3)) {
                        case 0 -> addBlock(random, source, destination, blocks);
                        case 1 -> open.addAll(cut(random, source, blocks, used, name + " step " + step));
                        default -> collect(random, destination, open, name + " step " + step);
                    }
                }
                while (!open.isEmpty()) {
                    collect(random, destination, open, name);
                }
            }
        }
    }

    private static void addBlock(Random random, End source, End destination, Map<Long, byte[]> blocks) {
        var bytes = new byte[512];
        random.nextBytes(bytes);
        var id = UUID.randomUUID();
        blocks.put(id.getMostSignificantBits(), bytes);
        try (var block = KeyBytes.copyOf(bytes)) {
            assertTrue(destination
                    .keys()
                    .add(STORE, id, Owner.PEER, Origin.UNKNOWN, block)
                    .join());
            assertTrue(source.keys()
                    .add(STORE, id, Owner.OWN, Origin.UNKNOWN, block)
                    .join());
            assertFalse(destination
                    .keys()
                    .add(STORE, id, Owner.PEER, Origin.UNKNOWN, block)
                    .join());
        }
    }

    private static List<ApplicationKeys.DeliveredKey> cut(
            Random random, End source, Map<Long, byte[]> blocks, Map<Long, BitSet> used, String where) {
        int size = 8 + random.nextInt(121);
        int number = 1 + random.nextInt(8);
        long available = source.keys().available(source.application(), size).join();
        return switch (source.keys().cut(source.application(), number, size).join()) {
            case ApplicationKeys.Cut.TooFew few -> {
                assertEquals(available, few.available(), where);
                assertTrue(available < number, where);
                yield List.of();
            }
            case ApplicationKeys.Cut.OtherKind other -> throw new AssertionError(where);
            case ApplicationKeys.Cut.TooFast fast -> throw new AssertionError(where);
            case ApplicationKeys.Cut.Keys keys -> {
                assertEquals(number, keys.keys().size(), where);
                for (var key : keys.keys()) {
                    var place = KeyId.parse(key.id()).orElseThrow();
                    var bits = used.computeIfAbsent(place.blockHigh(), id -> new BitSet());
                    assertTrue(place.offset() >= KeyId.CHECK_KEY, where);
                    assertTrue(bits.get(place.offset(), place.offset() + size).isEmpty(), where);
                    bits.set(place.offset(), place.offset() + size);
                    try (var whole = KeyBytes.copyOf(blocks.get(place.blockHigh()))) {
                        assertEquals(whole.slice(place.offset(), size), key.key(), where);
                    }
                }
                yield keys.keys();
            }
        };
    }

    private static void collect(Random random, End destination, List<ApplicationKeys.DeliveredKey> open, String where) {
        var some = new ArrayList<ApplicationKeys.DeliveredKey>();
        for (int i = random.nextInt(4) + 1; i > 0 && !open.isEmpty(); i--) {
            some.add(open.remove(random.nextInt(open.size())));
        }
        if (some.isEmpty()) {
            return;
        }
        var ids = some.stream().map(ApplicationKeys.DeliveredKey::id).toList();
        var wrongMaster = destination.keys().find("s", "other", ids).join();
        assertInstanceOf(ApplicationKeys.Found.Missing.class, wrongMaster, where);
        var wrongCaller = destination.keys().find("other", "m", ids).join();
        assertInstanceOf(ApplicationKeys.Found.NotForCaller.class, wrongCaller, where);
        var found = assertInstanceOf(
                ApplicationKeys.Found.Keys.class,
                destination.keys().find("s", "m", ids).join(),
                where);
        assertEquals(some, found.keys(), where);
        var again = destination.keys().find("s", "m", ids).join();
        assertInstanceOf(ApplicationKeys.Found.Missing.class, again, where);
    }

    @Test
    void blockWhoseKeysAreAllCollectedIsDeletedAtBothEnds() throws Exception {
        var source = end("source", "m", "s");
        var destination = end("destination", "s", "m");
        try (var first = source.database();
                var second = destination.database()) {
            addBlock(new Random(1), source, destination, new HashMap<>());
            var cut = assertInstanceOf(
                    ApplicationKeys.Cut.Keys.class,
                    source.keys().cut(source.application(), 15, 32).join());
            assertTrue(first.call(blocks -> blocks.levels(1, 1)).isEmpty());
            var ids = cut.keys().stream().map(ApplicationKeys.DeliveredKey::id).toList();
            assertInstanceOf(
                    ApplicationKeys.Found.Keys.class,
                    destination.keys().find("s", "m", ids).join());
            assertTrue(second.call(blocks -> blocks.levels(1, 1)).isEmpty());
        }
    }

    /** Also where upkeep has not been there: the master's end gives up after the time, the slave's after twice the time. */
    @Test
    void keyPastItsTimeIsNotHandedOut() throws Exception {
        var lived = new AtomicLong();
        InstantSource clock = () -> Instant.now().plusSeconds(lived.get());
        var application = Application.newBuilder().setAppId("app").setTtlSeconds(100);
        var order = KeyStoreConfiguration.newBuilder()
                .addApplications(application.setLocalSaeId("m").setRemoteSaeId("s"));
        var mirrored = KeyStoreConfiguration.newBuilder()
                .addApplications(application.clone().setLocalSaeId("s").setRemoteSaeId("m"));
        try (var first = KeyDatabase.open(directory.resolve("m"));
                var second = KeyDatabase.open(directory.resolve("s"))) {
            var source =
                    new End(first, new ApplicationKeys(first, assigned(first, order), clock), order.getApplications(0));
            var destination = new End(
                    second,
                    new ApplicationKeys(second, assigned(second, mirrored), clock),
                    mirrored.getApplications(0));
            addBlock(new Random(1), source, destination, new HashMap<>());
            lived.set(90);
            var cut = assertInstanceOf(
                    ApplicationKeys.Cut.Keys.class,
                    source.keys().cut(source.application(), 2, 32).join());
            lived.set(110);
            assertEquals(0, source.keys().available(source.application(), 32).join());
            assertInstanceOf(
                    ApplicationKeys.Cut.TooFew.class,
                    source.keys().cut(source.application(), 1, 32).join());
            lived.set(190);
            assertInstanceOf(
                    ApplicationKeys.Found.Keys.class,
                    destination
                            .keys()
                            .find("s", "m", List.of(cut.keys().get(0).id()))
                            .join());
            lived.set(210);
            assertInstanceOf(
                    ApplicationKeys.Found.Missing.class,
                    destination
                            .keys()
                            .find("s", "m", List.of(cut.keys().get(1).id()))
                            .join());
        }
    }

    private static CurrentAssignment assigned(KeyDatabase database, KeyStoreConfiguration.Builder order)
            throws Exception {
        var assignment = CurrentAssignment.load(database);
        assignment.replace(Assignment.of(order.build()));
        return assignment;
    }

    @Test
    void blocksOfTheWantedKindAreCutFirstAndOthersNotForWhatIsNeeded() throws Exception {
        var source = end("source", "m", "s");
        try (var first = source.database()) {
            for (int paths : new int[] {1, 2}) {
                try (var block = KeyBytes.owning(new byte[512])) {
                    assertTrue(source.keys()
                            .add(STORE, UUID.randomUUID(), Owner.OWN, new Origin(false, paths, ""), block)
                            .join());
                }
            }
            assertEquals(2, first.call(blocks -> blocks.levels(1, 1)).get(STORE).ownRoomy());
            BlockFilter two = (origin, created) -> origin.paths() == 2;
            for (int i = 0; i < 15; i++) {
                assertEquals(List.of(2), paths(source, BlockFilter.ANY, two));
            }
            assertEquals(List.of(1), paths(source, BlockFilter.ANY, two));
            assertInstanceOf(
                    ApplicationKeys.Cut.OtherKind.class,
                    source.keys()
                            .cut(
                                    List.of(new ApplicationKeys.Order(
                                            source.application(), 1, 32, two, BlockFilter.ANY)),
                                    Runnable::run)
                            .join());
            assertEquals(14, source.keys().available(source.application(), 32).join());
        }
    }

    private static List<Integer> paths(End source, BlockFilter needed, BlockFilter preferred) {
        var order = new ApplicationKeys.Order(source.application(), 1, 32, needed, preferred);
        var cut = assertInstanceOf(
                ApplicationKeys.Cut.Keys.class,
                source.keys().cut(List.of(order), Runnable::run).join());
        return cut.keys().stream().map(key -> key.origin().paths()).toList();
    }
}
