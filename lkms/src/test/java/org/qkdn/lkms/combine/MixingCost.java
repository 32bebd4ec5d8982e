package org.qkdn.lkms.combine;

import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.qkdn.lkms.LkmsConfiguration.Endpoint;
import org.qkdn.lkms.LkmsConfiguration.Peer;
import org.qkdn.lkms.app.ApplicationKeys;
import org.qkdn.lkms.app.Batch;
import org.qkdn.lkms.app.BatchFill;
import org.qkdn.lkms.app.BlockRelay;
import org.qkdn.lkms.app.RandomBlocks;
import org.qkdn.lkms.app.SingleFill;
import org.qkdn.lkms.assignment.Assignment;
import org.qkdn.lkms.assignment.CurrentAssignment;
import org.qkdn.lkms.combine.Transcript.ShareName;
import org.qkdn.lkms.peer.PeerNodes;
import org.qkdn.lkms.store.KeyBytes;
import org.qkdn.lkms.store.KeyDatabase;
import org.qkdn.lkms.testing.LkmsPair;
import org.qkdn.node.v1.Application;
import org.qkdn.node.v1.LinkKeysGrpc;
import org.qkdn.node.v1.RelayedBlock;

/**
 * What mixing adds to the making of keys: the derivation alone, and a whole batch from the draw to both ends' disks, by one
 * link and by two. The relay is a call into the other LKMS, so its own time is left out. Real sockets, TLS and disks.
 */
public final class MixingCost {
    private static final List<String> BOTH = List.of(LkmsPair.LINK, LkmsPair.DETOUR);

    private final int rounds;
    private final SecureRandom random = new SecureRandom();

    public MixingCost(int rounds) {
        this.rounds = rounds;
    }

    public static void main(String[] arguments) throws Exception {
        var directory = Files.createTempDirectory("mixing-cost");
        new MixingCost(300).lines(directory).forEach(System.out::println);
    }

    /** A table, medians in microseconds. */
    public List<String> lines(Path directory) throws Exception {
        var lines = new ArrayList<String>();
        lines.add("combination            blocks   mixing alone   batch at both ends, median us");
        try (var pair = new LkmsPair(directory.resolve("pair"));
                var database = KeyDatabase.open(directory.resolve("source"))) {
            pair.stop("A");
            for (int blocks : new int[] {1, 128}) {
                for (var name : Combinations.names()) {
                    boolean single = name.equals("single");
                    long mixing = single ? 0 : mixing(Combinations.named(name).orElseThrow(), blocks);
                    long whole = batch(pair, database, name, single ? List.of(LkmsPair.LINK) : BOTH, blocks);
                    lines.add(String.format(
                            Locale.ROOT, "%-24s %4d %14.1f %14.1f", name, blocks, mixing / 1e3, whole / 1e3));
                }
            }
        }
        return lines;
    }

    private long mixing(Combination combination, int blocks) {
        var shares = new ArrayList<KeyBytes>();
        var names = new ArrayList<ShareName>();
        for (var link : BOTH) {
            var share = new byte[blocks * Batch.BLOCK_BYTES];
            random.nextBytes(share);
            shares.add(KeyBytes.owning(share));
            names.add(new ShareName(link, UUID.randomUUID()));
        }
        var transcript = new Transcript(
                combination.name(),
                "a",
                "b",
                "app",
                Batch.random(blocks),
                names,
                "",
                ByteString.copyFrom(new byte[1088]));
        var secret = combination.kem().map(kem -> KeyBytes.owning(new byte[32]));
        return median(() -> {
            try (var batch = new MixedBatch(combination.mix(shares, secret, transcript))) {
                return batch.check(transcript).length == 16;
            }
        });
    }

    private long batch(LkmsPair pair, KeyDatabase database, String name, List<String> links, int blocks)
            throws Exception {
        var order = LkmsPair.order("A", name, links);
        pair.configure("B", LkmsPair.order("B", name, links));
        pair.forwarding("B").cut(true);
        var assignment = CurrentAssignment.load(database);
        assignment.replace(Assignment.of(order));
        var keys = new ApplicationKeys(database, assignment);
        var relay = relay(pair.linkKeys("B"));
        var application = order.getApplications(0);
        var at = new Endpoint("127.0.0.1", pair.lkms("B").peeringPort());
        var peer = new Peer(UUID.fromString(LkmsPair.NODE_ID.get("B")), "B", "kme-B", Optional.of(at));
        try (var peers = new PeerNodes(List.of(peer), pair.pki.identity("lkms-A"));
                var blocksDrawn = new RandomBlocks();
                var combined =
                        new CombinedFill(LkmsPair.NODE_ID.get("A"), keys, assignment, relay, peers, blocksDrawn)) {
            BatchFill fill = links.size() == 1 ? new SingleFill(keys, assignment, relay, blocksDrawn) : combined;
            return median(() -> fill.fill(application, Batch.random(blocks)) instanceof BlockRelay.Outcome.Done);
        }
    }

    private static BlockRelay relay(LinkKeysGrpc.LinkKeysBlockingStub destination) {
        return (Application application, String link, Batch batch, KeyBytes content) -> {
            try {
                var ignored = destination.store(RelayedBlock.newBuilder()
                        .setAppId(application.getAppId())
                        .setBlockId(batch.first().toString())
                        .setSourceNodeId(LkmsPair.NODE_ID.get("A"))
                        .setLinkId(link)
                        .setKey(ByteString.copyFrom(content.toArray()))
                        .build());
                return new BlockRelay.Outcome.Done();
            } catch (StatusRuntimeException e) {
                return new BlockRelay.Outcome.Failed(String.valueOf(e.getMessage()));
            }
        };
    }

    private interface Step {
        boolean succeeds();
    }

    private long median(Step step) {
        var nanos = new long[rounds];
        for (int i = -rounds / 3; i < rounds; i++) {
            long start = System.nanoTime();
            if (!step.succeeds()) {
                throw new IllegalStateException("what is to be measured failed");
            }
            if (i >= 0) {
                nanos[i] = System.nanoTime() - start;
            }
        }
        Arrays.sort(nanos);
        return nanos[rounds / 2];
    }
}
