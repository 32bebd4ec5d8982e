package org.qkdn.lkms.supply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.qkdn.lkms.store.KeyBytes;
import org.qkdn.lkms.supply.PushConfiguration.Transport;
import org.qkdn.lkms.testing.Eventually;
import org.qkdn.lkms.testing.FakePushModule;

class PushSupplyTest extends SupplyContract {
    private final SecureRandom random = new SecureRandom();
    private final Map<String, PushServer> servers = new HashMap<>();
    private final Map<String, FakePushModule> modules = new HashMap<>();
    private final List<String> audit = Collections.synchronizedList(new ArrayList<>());
    private int keyBytes = 32;
    private boolean outOfStep;

    @Override
    KeySource connect(String self) throws Exception {
        var module = "module-" + self;
        var keys = new PushedKeys(module, self);
        if (servers.containsKey(self)) {
            servers.get(self).close();
        }
        servers.put(self, server(self, Transport.TLS, keys));
        greet(self);
        return keys;
    }

    private PushServer server(String self, Transport transport, PushedKeys keys) throws Exception {
        return new PushServer(
                new PushConfiguration("127.0.0.1", 0, transport),
                pki.identity(self).nettyServer(),
                Map.of("module-" + self, keys),
                (event, facts) -> audit.add(event + " " + facts.getOrDefault("reason", "")));
    }

    private void greet(String self) throws Exception {
        var name = "module-" + self;
        var module = new FakePushModule(pki, name, self, servers.get(self).port());
        module.hello(name, keyBytes);
        var old = modules.put(self, module);
        if (old != null) {
            old.close();
        }
    }

    @Override
    void make(int keys) throws Exception {
        var last = new HashMap<Integer, UUID>();
        for (int i = 0; i < 2 * keys; i++) {
            var id = new UUID(random.nextLong(), (random.nextLong() & ~1L) | (i & 1));
            push(id);
            last.put(i & 1, id);
        }
        for (var end : List.of(A, B)) {
            var there = (PushedKeys) source(end);
            Eventually.holds(
                    "the keys have arrived", () -> last.values().stream().allMatch(there::has));
        }
    }

    private void push(UUID id) throws Exception {
        var key = new byte[keyBytes];
        random.nextBytes(key);
        modules.get(A).key(id, key);
        key[0] += (byte) (outOfStep ? 1 : 0);
        modules.get(B).key(id, key);
    }

    @Override
    void size(int bytes) throws Exception {
        keyBytes = bytes;
        greet(A);
        greet(B);
    }

    @Override
    void outOfStep() {
        outOfStep = true;
    }

    @Override
    void closeModules() {
        modules.values().forEach(FakePushModule::close);
        servers.values().forEach(PushServer::close);
    }

    /** What was pushed before an LKMS restarted is lost at its end; its neighbour drops it when it is told. */
    @Override
    void anEndThatComesBackIsSuppliedAgain() throws Exception {
        make(100);
        reconnect(B);
        try (var stale = take(A)) {
            assertFindRefused(B, stale.ids());
        }
        make(3000);
        for (var taker : List.of(A, B)) {
            try (var taken = take(taker);
                    var found = find(other(taker), taken.ids())) {
                assertEquals(taken.joined(), found.joined());
            }
        }
    }

    @Test
    void whatIsPushedTwiceIsIgnoredBeforeAndAfterItsUse() throws Exception {
        var again = new UUID(7, 8);
        modules.get(A).key(again, new byte[32]);
        modules.get(A).key(again, new byte[32]);
        make(99);
        try (var taken = take(A)) {
            assertEquals(1, Collections.frequency(taken.ids(), again.toString()));
            assertEquals(100, taken.size());
        }
        modules.get(A).key(again, new byte[32]);
        make(50);
        try (var taken = take(A)) {
            assertEquals(0, Collections.frequency(taken.ids(), again.toString()));
        }
    }

    @Test
    void keyThatArrivesLaterAtTheOtherEndIsWaitedFor() throws Exception {
        make(100);
        var late = new UUID(1, 2);
        var key = new byte[32];
        modules.get(A).key(late, key);
        var there = (PushedKeys) source(A);
        Eventually.holds("the key has arrived", () -> there.has(late));
        try (var taken = take(A)) {
            var pushing = Thread.ofVirtual().start(() -> {
                try {
                    modules.get(B).key(late, key);
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            try (var found = find(B, taken.ids())) {
                assertEquals(taken.joined(), found.joined());
            }
            pushing.join();
        }
    }

    @Test
    void storeIsBoundedAndKeepsTheLatestKeysOfBothEnds() throws Exception {
        nameThePeers();
        make(PushedKeys.MOST_PEER_BYTES / 32 - 1000);
        for (var taker : List.of(A, B)) {
            try (var taken = take(taker);
                    var found = find(other(taker), taken.ids())) {
                assertEquals(taken.joined(), found.joined());
            }
        }
    }

    /** So that each end knows which keys are its own. */
    private void nameThePeers() {
        assertThrows(RefusedException.class, () -> take(A));
        assertThrows(RefusedException.class, () -> take(B));
    }

    @Test
    void moduleIsHeldBackWhileNeitherEndTakesKeysAndGoesOnWhenOneDoes() throws Exception {
        try (var keys = new PushedKeys("module", A)) {
            var room = new AtomicInteger();
            keys.onRoom(room::incrementAndGet);
            assertThrows(RefusedException.class, () -> keys.take(B, WANTED));
            int pushed = 0;
            while (keys.add(new UUID(pushed, pushed), KeyBytes.owning(new byte[32]))) {
                pushed++;
                assertTrue(pushed < 100_000, "never held back");
            }
            assertTrue(32 * pushed >= PushedKeys.MOST_OWN_BYTES + PushedKeys.MOST_PEER_BYTES, "held back early");
            int before = room.get();
            keys.take(B, WANTED).close();
            assertTrue(room.get() > before);
            assertTrue(keys.add(new UUID(-1, -1), KeyBytes.owning(new byte[32])));
        }
    }

    @Test
    void keysForAnotherPeerAreForgotten() throws Exception {
        make(100);
        take(A).close();
        assertThrows(RefusedException.class, () -> source(A).take("lkms-C", WANTED));
    }

    @Test
    void strangersAndNonsenseAreTurnedAwayAndAudited() throws Exception {
        int port = servers.get(A).port();
        var hello = ByteBuffer.allocate(4);
        try (var other = new FakePushModule(pki, "module-lkms-B", A, port)) {
            assertThrows(java.io.IOException.class, () -> other.hello("module-lkms-A", 32));
        }
        try (var unknown = new FakePushModule(pki, "operator", A, port)) {
            assertThrows(java.io.IOException.class, () -> unknown.hello("operator", 32));
        }
        for (var size : List.of(0, 7, 4097, 65535)) {
            try (var module = new FakePushModule(pki, "module-lkms-A", A, port)) {
                assertThrows(java.io.IOException.class, () -> module.hello("module-lkms-A", size));
            }
        }
        try (var early = new FakePushModule(pki, "module-lkms-A", A, port)) {
            early.key(new UUID(1, 2), new byte[32]);
            assertTrue(early.isRefused());
        }
        try (var huge = new FakePushModule(pki, "module-lkms-A", A, port)) {
            huge.raw(hello.putInt(0, Integer.MAX_VALUE).array());
            assertTrue(huge.isRefused());
        }
        try (var liar = new FakePushModule(pki, "module-lkms-A", A, port)) {
            liar.hello("module-lkms-A", 32);
            liar.key(new UUID(1, 2), new byte[33]);
            assertTrue(liar.isRefused());
        }
        assertFalse(((PushedKeys) source(A)).has(new UUID(1, 2)));
        assertTrue(
                audit.stream().filter(entry -> entry.startsWith("push-refused")).count() >= 9, audit.toString());
    }

    @Test
    void plainTcpIsForTheLoopbackUnlessItIsAskedForAndAudited() throws Exception {
        var refused = assertThrows(
                IllegalArgumentException.class, () -> new PushConfiguration("192.0.2.1", 1, Transport.PLAIN));
        assertTrue(refused.getMessage().contains("plain-anywhere"), refused.getMessage());
        assertEquals("0.0.0.0", new PushConfiguration("0.0.0.0", 1, Transport.PLAIN_ANYWHERE).host());
        var keys = new PushedKeys("module-lkms-A", A);
        try (keys;
                var server = server(A, Transport.PLAIN, keys);
                var module = new FakePushModule(new Socket(InetAddress.getLoopbackAddress(), server.port()))) {
            module.hello("module-lkms-A", 32);
            module.key(new UUID(1, 2), new byte[32]);
            Eventually.holds("the key has arrived", () -> keys.has(new UUID(1, 2)));
            assertTrue(audit.contains("push-without-tls "), audit.toString());
        }
    }
}
