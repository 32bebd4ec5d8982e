package org.qkdn.forwarding.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.qkdn.forwarding.testing.MemoryLinkKeys;
import org.qkdn.forwarding.testing.PhysLinkStore;

class ReceivedLeasesTest {
    private static final UUID A = new UUID(0, 1);
    private static final UUID B = new UUID(0, 2);
    private static final UUID LINK = new UUID(0, 3);

    private final PhysLinkStore store = new PhysLinkStore(LINK, A, B, 1 << 20, 5);
    private final MemoryLinkKeys keys = new MemoryLinkKeys(B);
    private final ReceivedLeases leases = new ReceivedLeases(keys);

    ReceivedLeasesTest() {
        keys.share(LINK, store);
    }

    /** Against a model that knows of each byte whether it was named before. */
    @Test
    void givesEachByteOfALeaseOnceWhateverIsNamedInWhateverOrder() {
        long seed = 20_266;
        var random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            int length = 1 + random.nextInt(300);
            var lease = store.allot(A, length).orElseThrow();
            var expected = ByteBuffer.allocate(length).put(lease.key().exposed());
            var used = new boolean[length];
            int unused = length;
            while (unused > 0) {
                int from = random.nextInt(length);
                int size = 1 + random.nextInt(length - from);
                boolean fresh = true;
                for (int i = from; i < from + size; i++) {
                    fresh &= !used[i];
                }
                var answer = leases.take(name(lease, from, size));
                if (fresh) {
                    var key = assertInstanceOf(KeyAnswer.Given.class, answer).value();
                    assertEquals(expected.slice(from, size), ((KeyBytes) key).exposed(), "seed " + seed);
                    for (int i = from; i < from + size; i++) {
                        used[i] = true;
                    }
                    unused -= size;
                } else {
                    assertEquals(new KeyAnswer.Withheld<>(FailureReason.PAD_UNKNOWN), answer, "seed " + seed);
                }
            }
            assertEquals(new KeyAnswer.Withheld<>(FailureReason.PAD_UNKNOWN), leases.take(name(lease, 0, 1)));
        }
    }

    @Test
    void leaseThatOverlapsAnotherIsRefused() {
        var lease = store.allot(A, 100).orElseThrow();
        assertInstanceOf(KeyAnswer.Given.class, leases.take(name(lease, 0, 10)));
        var slice = lease.slice();
        var shifted = new PadName(LINK, List.of(new PadName.Part(slice.blockId(), slice.offset(), 50, 20, 10)));
        assertEquals(new KeyAnswer.Withheld<>(FailureReason.PAD_UNKNOWN), leases.take(shifted));
    }

    @Test
    void partNamedTwiceInOneMessageBurnsBoth() {
        var lease = store.allot(A, 64).orElseThrow();
        var slice = lease.slice();
        var part = new PadName.Part(slice.blockId(), slice.offset(), 64, 0, 32);
        assertEquals(
                new KeyAnswer.Withheld<>(FailureReason.PAD_UNKNOWN),
                leases.take(new PadName(LINK, List.of(part, part))));
        assertEquals(new KeyAnswer.Withheld<>(FailureReason.PAD_UNKNOWN), leases.take(name(lease, 0, 32)));
        assertInstanceOf(KeyAnswer.Given.class, leases.take(name(lease, 32, 32)));
    }

    @Test
    void whatWasNotUsedIsWipedAtTheEndAndWhatIsInUseIsNot() {
        var given = new ArrayList<KeyBytes>();
        var lease = store.allot(A, 96).orElseThrow();
        var recording = new ReceivedLeases(new RecordingKeys(keys, given));
        var part = (KeyBytes) assertInstanceOf(KeyAnswer.Given.class, recording.take(name(lease, 32, 32)))
                .value();
        var inUse = ByteBuffer.allocate(32).put(part.exposed()).flip();
        recording.close();
        var whole = given.getFirst();
        assertEquals(ByteBuffer.allocate(32), whole.slice(0, 32).exposed());
        assertEquals(inUse, part.exposed());
        assertEquals(ByteBuffer.allocate(32), whole.slice(64, 32).exposed());
        part.close();
        assertEquals(ByteBuffer.allocate(96), whole.exposed());
        assertEquals(new KeyAnswer.Withheld<>(FailureReason.NEIGHBOUR_DOWN), recording.take(name(lease, 0, 32)));
    }

    @Test
    void neighbourThatNamesLeasesWithoutEndMakesNobodyHoldThem() {
        var given = new ArrayList<KeyBytes>();
        var bounded = new ReceivedLeases(new RecordingKeys(keys, given));
        for (int i = 0; i < ReceivedLeases.MAX_HELD + 1; i++) {
            var lease = store.allot(A, 64).orElseThrow();
            assertInstanceOf(KeyAnswer.Given.class, bounded.take(name(lease, 0, 32)));
        }
        assertEquals(ByteBuffer.allocate(32), given.getFirst().slice(32, 32).exposed());
        assertTrue(!ByteBuffer.allocate(32).equals(given.getLast().slice(32, 32).exposed()));
    }

    private static PadName name(Lease lease, int from, int length) {
        var slice = lease.slice();
        return new PadName(
                LINK, List.of(new PadName.Part(slice.blockId(), slice.offset(), slice.length(), from, length)));
    }

    /** Remembers the arrays that were handed out. */
    private record RecordingKeys(LinkKeys keys, List<KeyBytes> given) implements LinkKeys {
        @Override
        public KeyAnswer<Lease> lease(LeaseRequest request) {
            return keys.lease(request);
        }

        @Override
        public KeyAnswer<KeyBytes> take(PadSlice slice) {
            var answer = keys.take(slice);
            if (answer instanceof KeyAnswer.Given<KeyBytes>(KeyBytes key)) {
                given.add(key);
            }
            return answer;
        }

        @Override
        public java.util.Optional<FailureReason> store(Arrived arrived, KeyBytes blocks) {
            return keys.store(arrived, blocks);
        }

        @Override
        public java.util.Optional<FailureReason> announced(SupplyNotice notice) {
            return keys.announced(notice);
        }
    }
}
