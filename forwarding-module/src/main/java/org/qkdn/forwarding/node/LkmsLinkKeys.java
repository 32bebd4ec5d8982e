package org.qkdn.forwarding.node;

import com.google.protobuf.UnsafeByteOperations;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.qkdn.forwarding.relay.FailureReason;
import org.qkdn.forwarding.relay.KeyAnswer;
import org.qkdn.forwarding.relay.KeyBytes;
import org.qkdn.forwarding.relay.Lease;
import org.qkdn.forwarding.relay.LeaseRequest;
import org.qkdn.forwarding.relay.LinkKeys;
import org.qkdn.forwarding.relay.PadSlice;
import org.qkdn.forwarding.relay.SupplyNotice;
import org.qkdn.node.v1.AllotPad;
import org.qkdn.node.v1.LinkKeysGrpc;
import org.qkdn.node.v1.Pad;
import org.qkdn.node.v1.PadRange;
import org.qkdn.node.v1.RelayedBlock;
import org.qkdn.node.v1.SupplyAnnouncement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The node's LKMS over gRPC. Of its errors only the status code counts, and is logged. */
public final class LkmsLinkKeys implements LinkKeys {
    private static final Logger LOG = LoggerFactory.getLogger(LkmsLinkKeys.class);
    private static final Set<Status.Code> NO_ANSWER = Set.of(
            Status.Code.UNAVAILABLE,
            Status.Code.DEADLINE_EXCEEDED,
            Status.Code.CANCELLED,
            Status.Code.PERMISSION_DENIED,
            Status.Code.UNAUTHENTICATED,
            Status.Code.UNIMPLEMENTED);

    private final LinkKeysGrpc.LinkKeysBlockingStub lkms;
    private final Duration limit;

    /** @param limit for one call */
    public LkmsLinkKeys(Channel channel, Duration limit) {
        this.lkms = LinkKeysGrpc.newBlockingStub(channel);
        this.limit = limit;
    }

    @Override
    public KeyAnswer<Lease> lease(LeaseRequest wanted) {
        var link = wanted.physLinkId();
        var request = AllotPad.newBuilder()
                .setLinkId(link.toString())
                .setLengthBytes(wanted.most())
                .setLeastBytes(wanted.least())
                .setPurpose(
                        switch (wanted.purpose()) {
                            case BLOCK -> AllotPad.Purpose.BLOCK;
                            case ANSWER -> AllotPad.Purpose.ANSWER;
                        })
                .setPriority(wanted.priority())
                .build();
        try {
            var pad = stub().allot(request);
            var key = key(pad);
            var range = pad.getRange();
            var slice =
                    new PadSlice(link, UUID.fromString(range.getBlockId()), range.getOffset(), range.getLengthBytes());
            int length = slice.length();
            if (key.length() != length || length < wanted.least() || length > wanted.most()) {
                key.close();
                LOG.error("the LKMS allotted {} bytes of link {}, not what was asked", key.length(), link);
                return new KeyAnswer.Withheld<>(FailureReason.KEYS_UNAVAILABLE);
            }
            return new KeyAnswer.Given<>(
                    new Lease(slice, key, pad.getLeftBytes() == 0 ? Lease.UNKNOWN : pad.getLeftBytes()));
        } catch (StatusRuntimeException e) {
            return new KeyAnswer.Withheld<>(reason("Allot", link, e, FailureReason.PAD_EXHAUSTED));
        } catch (IllegalArgumentException e) {
            LOG.error("the LKMS named a pad of link {} by something else than a UUID and a range", link);
            return new KeyAnswer.Withheld<>(FailureReason.KEYS_UNAVAILABLE);
        }
    }

    @Override
    public KeyAnswer<KeyBytes> take(PadSlice slice) {
        var request = PadRange.newBuilder()
                .setLinkId(slice.linkId().toString())
                .setBlockId(slice.blockId().toString())
                .setOffset(slice.offset())
                .setLengthBytes(slice.length())
                .build();
        try {
            var key = key(stub().take(request));
            if (key.length() != slice.length()) {
                key.close();
                LOG.error("the LKMS gave {} bytes of link {}, not {}", key.length(), slice.linkId(), slice.length());
                return new KeyAnswer.Withheld<>(FailureReason.KEYS_UNAVAILABLE);
            }
            return new KeyAnswer.Given<>(key);
        } catch (StatusRuntimeException e) {
            return new KeyAnswer.Withheld<>(reason("Take", slice.linkId(), e, FailureReason.PAD_UNKNOWN));
        }
    }

    @Override
    public Optional<FailureReason> store(Arrived arrived, KeyBytes blocks) {
        var request = RelayedBlock.newBuilder()
                .setLinkId(arrived.linkId().toString())
                .setAppId(arrived.appId().toString())
                .setBlockId(arrived.blockId().toString())
                .setSourceNodeId(arrived.sourceNodeId().toString())
                .setKey(UnsafeByteOperations.unsafeWrap(blocks.exposed()))
                .build();
        try {
            var unused = stub().store(request);
            return Optional.empty();
        } catch (StatusRuntimeException e) {
            return Optional.of(reason("Store", arrived.appId(), e, FailureReason.STORE_REFUSED));
        }
    }

    @Override
    public Optional<FailureReason> announced(SupplyNotice notice) {
        var request = SupplyAnnouncement.newBuilder()
                .setLinkId(notice.linkId().toString())
                .setBlockId(notice.blockId().toString())
                .setKeySizeBits(notice.keySizeBits())
                .addAllKeyIds(notice.keyIds())
                .build();
        try {
            var unused = stub().announced(request);
            return Optional.empty();
        } catch (StatusRuntimeException e) {
            return Optional.of(reason("Announced", notice.linkId(), e, FailureReason.SUPPLY_REFUSED));
        }
    }

    private LinkKeysGrpc.LinkKeysBlockingStub stub() {
        return lkms.withDeadlineAfter(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static KeyBytes key(Pad pad) {
        return KeyBytes.owning(pad.getKey().toByteArray());
    }

    private static FailureReason reason(
            String call, UUID subject, StatusRuntimeException error, FailureReason whenRefused) {
        var code = error.getStatus().getCode();
        LOG.debug("LKMS, {} for {}: {}", call, subject, code);
        return NO_ANSWER.contains(code) ? FailureReason.KEYS_UNAVAILABLE : whenRefused;
    }
}
