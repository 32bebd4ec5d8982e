package org.qkdn.bench.relay;

import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.qkdn.forwarding.relay.FailureReason;
import org.qkdn.forwarding.relay.KeyAnswer;
import org.qkdn.forwarding.relay.KeyBytes;
import org.qkdn.forwarding.relay.Lease;
import org.qkdn.forwarding.relay.LeaseRequest;
import org.qkdn.forwarding.relay.LinkKeys;
import org.qkdn.forwarding.relay.PadSlice;
import org.qkdn.forwarding.relay.SupplyNotice;

/**
 * Key management in the process, the same for all nodes, that gives random bytes made in advance, over and over: for measuring
 * only. A lease costs what copying it costs.
 */
final class PreparedKeys implements LinkKeys {
    private static final int BLOCK = 8 << 20;

    private final byte[] random = new byte[BLOCK];
    private final AtomicInteger next = new AtomicInteger();
    private final LongAdder leases = new LongAdder();

    PreparedKeys() {
        new Random(8_439).nextBytes(random);
    }

    /** Leases given so far. */
    long leases() {
        return leases.sum();
    }

    @Override
    public KeyAnswer<Lease> lease(LeaseRequest request) {
        int length = request.most();
        int from = next.getAndUpdate(at -> at + length > BLOCK ? 0 : at + length);
        int start = from + length > BLOCK ? 0 : from;
        leases.increment();
        var slice = new PadSlice(request.physLinkId(), new UUID(4, leases.sum()), start, length);
        return new KeyAnswer.Given<>(new Lease(slice, bytes(slice), BLOCK));
    }

    @Override
    public KeyAnswer<KeyBytes> take(PadSlice slice) {
        return new KeyAnswer.Given<>(bytes(slice));
    }

    @Override
    public Optional<FailureReason> store(Arrived arrived, KeyBytes blocks) {
        return Optional.empty();
    }

    @Override
    public Optional<FailureReason> announced(SupplyNotice notice) {
        return Optional.of(FailureReason.SUPPLY_REFUSED);
    }

    private KeyBytes bytes(PadSlice slice) {
        return KeyBytes.owning(Arrays.copyOfRange(random, slice.offset(), slice.offset() + slice.length()));
    }
}
