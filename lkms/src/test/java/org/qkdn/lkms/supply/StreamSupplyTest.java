package org.qkdn.lkms.supply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.qkdn.lkms.LkmsConfiguration.Endpoint;
import org.qkdn.lkms.testing.FakeStreamModules;

class StreamSupplyTest extends SupplyContract {
    private final FakeStreamModules modules = new FakeStreamModules();
    private final Map<String, Integer> ports = new HashMap<>();
    private int stock;

    @Override
    KeySource connect(String self) throws Exception {
        var module = "module-" + self;
        if (!ports.containsKey(self)) {
            ports.put(self, modules.start(pki, module, self));
        }
        var tls = pki.identity(self).jdkClient(module);
        var at = new Endpoint("127.0.0.1", ports.get(self));
        return new StreamedKeys(module, self, 32, () -> StreamConnection.open(at, tls));
    }

    @Override
    void make(int keys) {
        stock += keys;
        modules.setStock(stock);
    }

    @Override
    void size(int keyBytes) throws Exception {
        modules.setChunkBytes(keyBytes);
        for (var end : List.of(A, B)) {
            reconnect(end);
        }
    }

    @Override
    void outOfStep() {
        modules.outOfStep(B);
    }

    @Override
    void closeModules() {
        modules.close();
    }

    /** The standard lets both ends ask for an index again; that a block is stored once is the LKMS's own affair. */
    @Override
    void foundKeysAreNotFoundAgainNorOthersNorOnesOwn() throws Exception {
        make(200);
        try (var taken = take(A)) {
            assertFindRefused(A, taken.ids());
            assertFindRefused(B, List.of("x"));
            assertFindRefused(B, List.of("00000000-0000-4000-8000-000000000001:7"));
        }
    }

    @Test
    void moduleThatGivesChunksOfAnotherSizeThanAgreedIsLeft() throws Exception {
        make(200);
        modules.lieBy(1);
        var refused = assertThrows(RefusedException.class, () -> take(A));
        assertTrue(refused.getMessage().contains("gives a chunk of 33 bytes, not 32"), refused.getMessage());
        modules.lieBy(0);
        try (var taken = take(A)) {
            assertTrue(taken.size() >= 32);
        }
    }

    @Test
    void chunksThatWerePassedOverLeaveNoGapAtEitherEnd() throws Exception {
        make(200);
        modules.skipEvery(5);
        try (var taken = take(A);
                var found = find(B, taken.ids())) {
            assertEquals(taken.joined(), found.joined());
            assertTrue(
                    taken.ids().stream().noneMatch(id -> id.endsWith(":4")),
                    taken.ids().toString());
        }
    }

    @Test
    void restartedModulesGetNewStreams() throws Exception {
        make(400);
        take(A).close();
        modules.restart();
        for (var end : List.of(A, B)) {
            try (var taken = take(end);
                    var found = find(other(end), taken.ids())) {
                assertEquals(taken.joined(), found.joined());
            }
        }
    }
}
