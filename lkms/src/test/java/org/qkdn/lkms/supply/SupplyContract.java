package org.qkdn.lkms.supply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.lkms.store.KeyBytes;
import org.qkdn.lkms.testing.TestPki;

/** What holds for keys of a pair of modules, by whatever interface they come; over real sockets with mutual TLS. */
abstract class SupplyContract {
    static final String A = "lkms-A";
    static final String B = "lkms-B";
    static final KeySource.Wanted WANTED = new KeySource.Wanted(1024, 4096, 256);

    @TempDir
    Path directory;

    TestPki pki;
    private KeySource first;
    private KeySource second;

    /** The source of one end's LKMS, connected with its module. */
    abstract KeySource connect(String self) throws Exception;

    /** Lets the pair of modules have so many more keys for each end. */
    abstract void make(int keys) throws Exception;

    /** Size of their keys from now on. */
    abstract void size(int keyBytes) throws Exception;

    /** The module of B gives other keys than that of A, under the same ids. */
    abstract void outOfStep() throws Exception;

    @BeforeEach
    void start() throws Exception {
        pki = new TestPki(Files.createDirectories(directory.resolve("pki")));
        first = connect(A);
        second = connect(B);
    }

    @AfterEach
    void stop() throws Exception {
        first.close();
        second.close();
        closeModules();
    }

    abstract void closeModules() throws Exception;

    KeySource source(String end) {
        return end.equals(A) ? first : second;
    }

    void reconnect(String end) throws Exception {
        source(end).close();
        if (end.equals(A)) {
            first = connect(A);
        } else {
            second = connect(B);
        }
    }

    static String other(String end) {
        return end.equals(A) ? B : A;
    }

    /** As {@link LinkSupply} does it: it invites the other end where need be, and tries again. */
    KeyContainer take(String end) throws Exception {
        invite(end);
        try {
            return source(end).take(other(end), WANTED);
        } catch (RefusedException refused) {
            if (!invite(end)) {
                throw refused;
            }
            return source(end).take(other(end), WANTED);
        }
    }

    private boolean invite(String end) throws Exception {
        var ids = source(end).invitation(other(end));
        if (!ids.isEmpty()) {
            source(other(end)).accept(end, ids);
        }
        return !ids.isEmpty();
    }

    KeyContainer find(String end, List<String> ids) throws Exception {
        return source(end).find(other(end), ids);
    }

    private static List<String> pieces(KeyBytes all) {
        return Stream.iterate(0, at -> at < all.length(), at -> at + 32)
                .map(at -> HexFormat.of().formatHex(all.slice(at, 32).toArray()))
                .toList();
    }

    @Test
    void whatOneEndTakesTheOtherFindsAndNoKeyIsGivenTwice() throws Exception {
        make(800);
        var seen = new ArrayList<String>();
        for (int round = 0; round < 2; round++) {
            for (var end : List.of(A, B, A)) {
                try (var taken = take(end);
                        var found = find(other(end), taken.ids());
                        var ours = taken.joined();
                        var theirs = found.joined()) {
                    assertEquals(32, taken.keyBytes());
                    assertTrue(taken.size() >= 32 && taken.size() <= 128, "keys: " + taken.size());
                    assertEquals(taken.ids(), found.ids());
                    assertEquals(ours, theirs);
                    seen.addAll(pieces(ours));
                }
            }
        }
        assertEquals(seen.size(), new HashSet<>(seen).size());
    }

    @Test
    void bothEndsTakeAtTheSameTime() throws Exception {
        make(200);
        try (var ours = take(A);
                var theirs = take(B)) {
            assertTrue(Collections.disjoint(ours.ids(), theirs.ids()));
            try (var foundByB = find(B, ours.ids());
                    var foundByA = find(A, theirs.ids())) {
                assertEquals(ours.joined(), foundByB.joined());
                assertEquals(theirs.joined(), foundByA.joined());
            }
        }
    }

    @Test
    void tooFewKeysAreRefusedWithTheirNumberAndServeLater() throws Exception {
        make(20);
        var refused = assertThrows(RefusedException.class, () -> take(A));
        assertTrue(refused.getMessage().contains("only 20 "), refused.getMessage());
        make(20);
        try (var taken = take(A)) {
            assertTrue(taken.size() >= 32, "keys: " + taken.size());
        }
    }

    @Test
    void keysOfAnySizeAreTakenShortAndLongOnes() throws Exception {
        for (var size : List.of(8, 24, 33, 1000, 4096)) {
            size(size);
            make(size < 1000 ? 300 : 20);
            try (var taken = take(A);
                    var found = find(B, taken.ids())) {
                assertEquals(size, taken.keyBytes());
                assertTrue(taken.size() * size >= 1024 && taken.size() <= 256, taken.size() + " of " + size);
                assertEquals(taken.joined(), found.joined());
            }
        }
    }

    @Test
    void foundKeysAreNotFoundAgainNorOthersNorOnesOwn() throws Exception {
        make(200);
        try (var taken = take(A)) {
            find(B, taken.ids()).close();
            assertFindRefused(B, taken.ids());
            assertFindRefused(A, taken.ids());
            for (var id : List.of(
                    "", "x", "00000000-0000-4000-8000-000000000000", "00000000-0000-4000-8000-000000000001:7")) {
                assertFindRefused(B, List.of(id));
            }
        }
    }

    void assertFindRefused(String end, List<String> ids) {
        assertThrows(RefusedException.class, () -> find(end, ids));
    }

    @Test
    void blockNamesTellModulesThatAreOutOfStep() throws Exception {
        outOfStep();
        make(200);
        try (var taken = take(A);
                var found = find(B, taken.ids());
                var ours = taken.joined();
                var theirs = found.joined()) {
            assertTrue(!BlockName.of(ours).equals(BlockName.of(theirs)));
        }
    }

    @Test
    void anEndThatComesBackIsSuppliedAgain() throws Exception {
        make(200);
        take(A).close();
        for (var end : List.of(A, B)) {
            reconnect(end);
            make(200);
            for (var taker : List.of(A, B)) {
                try (var taken = take(taker);
                        var found = find(other(taker), taken.ids())) {
                    assertEquals(taken.joined(), found.joined());
                }
            }
        }
    }
}
