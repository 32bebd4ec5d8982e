package org.qkdn.forwarding.node;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import org.qkdn.forwarding.relay.FailureReason;
import org.qkdn.forwarding.relay.KeyAnswer;
import org.qkdn.forwarding.relay.KeyBytes;
import org.qkdn.forwarding.relay.Lease;
import org.qkdn.forwarding.relay.LeaseRequest;
import org.qkdn.forwarding.relay.LinkKeys;
import org.qkdn.forwarding.relay.PadSlice;
import org.qkdn.forwarding.relay.SupplyNotice;

/** Counts the key that is burnt at the key management for this module. */
public final class MeteredLinkKeys implements LinkKeys {
    private final LinkKeys keys;
    private final Counter leased;
    private final Counter taken;

    public MeteredLinkKeys(LinkKeys keys, MeterRegistry registry) {
        this.keys = keys;
        this.leased = counter(registry, "send");
        this.taken = counter(registry, "receive");
    }

    private static Counter counter(MeterRegistry registry, String purpose) {
        return Counter.builder("qkdn.relay.pads")
                .baseUnit("bytes")
                .tag("to", purpose)
                .description("Link key burnt for relaying, used or not")
                .register(registry);
    }

    @Override
    public KeyAnswer<Lease> lease(LeaseRequest request) {
        var answer = keys.lease(request);
        if (answer instanceof KeyAnswer.Given<Lease>(Lease lease)) {
            leased.increment(lease.key().length());
        }
        return answer;
    }

    @Override
    public KeyAnswer<KeyBytes> take(PadSlice slice) {
        var answer = keys.take(slice);
        if (answer instanceof KeyAnswer.Given<KeyBytes>) {
            taken.increment(slice.length());
        }
        return answer;
    }

    @Override
    public Optional<FailureReason> store(Arrived arrived, KeyBytes blocks) {
        return keys.store(arrived, blocks);
    }

    @Override
    public Optional<FailureReason> announced(SupplyNotice notice) {
        return keys.announced(notice);
    }
}
