package org.qkdn.lkms.supply;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.lkms.assignment.Assignment;
import org.qkdn.lkms.assignment.CurrentAssignment;
import org.qkdn.lkms.store.KeyBytes;
import org.qkdn.lkms.store.KeyDatabase;
import org.qkdn.lkms.store.StoreId;
import org.qkdn.node.v1.KeyStoreConfiguration;
import org.qkdn.node.v1.LinkStore;
import org.qkdn.node.v1.SupplyAnnouncement;

/**
 * Two transmitters and two receivers behind optical switches, of the worst kind: they make key with whomever the light leads
 * to, without asking who it is, and number keys from 1 in each pair. The light is switched a thousand times, at any moment,
 * while the LKMSs of their nodes supply their links; {@code -Drepairings=10000} makes it ten thousand.
 */
class SwitchedModulesTest {
    private static final int REPAIRINGS = Integer.getInteger("repairings", 1_000);
    private static final long SEED = 20261126;
    private static final int MODULE = 1;
    private static final int KEY_BYTES = 128;
    /** Of each block, what its name uses up. */
    private static final int NAME_BYTES = BlockName.used().total();

    @TempDir
    Path directory;

    private final Random random = new Random(SEED);
    /** Key made by each pair so far. */
    private final Map<Pair, List<byte[]>> made = new LinkedHashMap<>();
    /** The receiver that each transmitter's light comes to. */
    private int[] light = {0, 1};

    private boolean dark;

    private record Pair(int transmitter, int receiver) {
        String link() {
            return new UUID(transmitter, receiver).toString();
        }
    }

    private final class Module implements KeySource {
        private final boolean transmits;
        private final int number;

        Module(boolean transmits, int number) {
            this.transmits = transmits;
            this.number = number;
        }

        private Pair lit() throws RefusedException {
            if (dark) {
                throw new RefusedException("no light");
            }
            return new Pair(transmits ? number : light[0] == number ? 0 : 1, transmits ? light[number] : number);
        }

        @Override
        public String name() {
            return (transmits ? "transmitter " : "receiver ") + number;
        }

        @Override
        public KeyContainer take(String peer, Wanted wanted) throws RefusedException {
            var pair = lit();
            var all = made.computeIfAbsent(pair, first -> new ArrayList<>());
            var key = new byte[KEY_BYTES];
            random.nextBytes(key);
            all.add(key);
            return KeyContainer.of(Map.of(String.valueOf(all.size()), KeyBytes.owning(key.clone())));
        }

        @Override
        public KeyContainer find(String peer, List<String> ids) throws RefusedException {
            var all = made.getOrDefault(lit(), List.of());
            int id = Integer.parseInt(ids.getFirst());
            if (id > all.size()) {
                throw new RefusedException("there is no such key");
            }
            return KeyContainer.of(
                    Map.of(ids.getFirst(), KeyBytes.owning(all.get(id - 1).clone())));
        }

        @Override
        public void close() {}
    }

    /** What of a node's LKMS looks after links. */
    private final class Node implements AutoCloseable {
        final Module module;
        final KeyDatabase database;
        final LinkStores links;

        Node(boolean transmits, int number) throws Exception {
            module = new Module(transmits, number);
            database = KeyDatabase.open(directory.resolve(module.name()));
            var assignment = CurrentAssignment.load(database);
            var order = KeyStoreConfiguration.newBuilder();
            for (int other = 0; other < 2; other++) {
                var pair = transmits ? new Pair(number, other) : new Pair(other, number);
                order.addLinks(LinkStore.newBuilder()
                        .setLinkId(pair.link())
                        .setRemoteNodeId(String.valueOf(other))
                        .setInterfaceId(MODULE)
                        .setEnabled(true));
            }
            assignment.replace(Assignment.of(order.build()));
            links = new LinkStores(
                    assignment,
                    Modules.of(Map.of(MODULE, module), Map.of("0", "lkms-0", "1", "lkms-1")),
                    new PadStore(database, 0),
                    announcement -> {
                        throw new AssertionError("nothing is started that announces");
                    },
                    0);
        }

        Optional<byte[]> stored(String link, UUID block) {
            return database.call(
                    blocks -> PadStore.take(blocks, StoreId.link(link), block, NAME_BYTES, KEY_BYTES - NAME_BYTES)
                                    instanceof PadStore.Pad.Burnt burnt
                            ? Optional.of(burnt.key().toArray())
                            : Optional.empty());
        }

        @Override
        public void close() {
            database.close();
        }
    }

    @Test
    void noKeyOfAWrongPairIsStoredWheneverTheLightIsSwitched() throws Exception {
        int stored = 0;
        int refused = 0;
        try (var first = new Node(true, 0);
                var second = new Node(true, 1);
                var third = new Node(false, 0);
                var fourth = new Node(false, 1)) {
            for (int time = 0; time < REPAIRINGS; time++) {
                switchLight();
                var pair = new Pair(random.nextInt(2), random.nextInt(2));
                var transmitter = pair.transmitter() == 0 ? first : second;
                var receiver = pair.receiver() == 0 ? third : fourth;
                boolean confirmed = random.nextBoolean()
                        ? supply(pair, transmitter, receiver)
                        : supply(pair, receiver, transmitter);
                stored += confirmed ? 1 : 0;
                refused += confirmed ? 0 : 1;
            }
        }
        assertTrue(stored > REPAIRINGS / 20 && refused > REPAIRINGS / 20, stored + " stored, " + refused + " refused");
    }

    private void switchLight() {
        light = random.nextBoolean() ? new int[] {0, 1} : new int[] {1, 0};
        dark = random.nextInt(10) == 0;
    }

    /** One end takes keys and tells the other, which finds the same and stores them, or not. */
    private boolean supply(Pair pair, Node from, Node to) throws Exception {
        SupplyAnnouncement announcement;
        byte[] content;
        try (var keys = from.module.take("lkms", new KeySource.Wanted(KEY_BYTES, KEY_BYTES, 1));
                var block = keys.joined()) {
            content = block.toArray();
            announcement = SupplyAnnouncement.newBuilder()
                    .setLinkId(pair.link())
                    .setBlockId(BlockName.of(block).toString())
                    .addAllKeyIds(keys.ids())
                    .setKeySizeBits(8 * KEY_BYTES)
                    .build();
        } catch (RefusedException e) {
            return false;
        }
        if (random.nextInt(4) == 0) {
            switchLight();
        }
        var block = UUID.fromString(announcement.getBlockId());
        boolean isOurs = made.getOrDefault(pair, List.of()).stream().anyMatch(key -> Arrays.equals(key, content));
        if (to.links.receive(announcement, block) instanceof LinkStores.Receipt.Stored) {
            assertTrue(isOurs, () -> "key of a wrong pair is stored for " + pair);
            assertArrayEquals(
                    Arrays.copyOfRange(content, NAME_BYTES, KEY_BYTES),
                    to.stored(pair.link(), block).orElseThrow());
            return true;
        }
        assertEquals(Optional.empty(), to.stored(pair.link(), block));
        return false;
    }
}
