package org.qkdn.lkms.combine;

import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.qkdn.lkms.LkmsConfiguration.Endpoint;
import org.qkdn.lkms.app.ApplicationKeys;
import org.qkdn.lkms.app.Batch;
import org.qkdn.lkms.app.BatchFill;
import org.qkdn.lkms.app.BlockRelay;
import org.qkdn.lkms.app.RandomBlocks;
import org.qkdn.lkms.app.SingleFill;
import org.qkdn.lkms.assignment.Assignment;
import org.qkdn.lkms.assignment.CurrentAssignment;
import org.qkdn.lkms.combine.Transcript.ShareName;
import org.qkdn.lkms.entropy.Drbg;
import org.qkdn.lkms.peer.PeerConfiguration;
import org.qkdn.lkms.peer.PeerNodes;
import org.qkdn.lkms.store.KeyBytes;
import org.qkdn.lkms.store.KeyDatabase;
import org.qkdn.lkms.testing.LkmsPair;
import org.qkdn.node.v1.Application;
import org.qkdn.node.v1.KeyStoreConfiguration;
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
        new MixingCost(arguments.length == 0 ? 300 : Integer.parseInt(arguments[0]))
                .lines(directory)
                .forEach(System.out::println);
    }

    /** A table, medians in microseconds; the combinations take turns, so that what else runs here touches all alike. */
    public List<String> lines(Path directory) throws Exception {
        var lines = new ArrayList<String>();
        lines.add("combination            blocks   mixing alone   batch at both ends, median us");
        try (var pair = new LkmsPair(directory.resolve("pair"));
                var database = KeyDatabase.open(directory.resolve("source"))) {
            pair.stop("A");
            pair.configure("B", order("B"));
            pair.forwarding("B").cut(true);
            for (int blocks : new int[] {1, 128}) {
                var mixing = medians(name -> mixing(name, blocks));
                var batches = batches(pair, database, blocks);
                for (var name : measured()) {
                    lines.add(String.format(
                            Locale.ROOT,
                            "%-24s %4d %14.1f %14.1f",
                            name,
                            blocks,
                            mixing.get(name) / 1e3,
                            batches.get(name) / 1e3));
                }
            }
        }
        return lines;
    }

    /** A batch of a split application comes over one link, like that of a single one. */
    static List<String> measured() {
        return Combinations.names().stream()
                .filter(name -> !name.equals(Combinations.SPLIT.name()))
                .toList();
    }

    /** One application for each combination, named as it is. */
    private static KeyStoreConfiguration order(String node) {
        var order = KeyStoreConfiguration.newBuilder();
        for (var name : measured()) {
            order.addApplications(LkmsPair.application(node)
                    .setAppId(name)
                    .setCombination(name)
                    .clearBackingLinkIds()
                    .addAllBackingLinkIds(name.equals("single") ? List.of(LkmsPair.LINK) : BOTH));
        }
        return order.build();
    }

    private Step mixing(String name, int blocks) {
        var combination = Combinations.named(name).orElseThrow();
        if (combination instanceof Whole) {
            return () -> true;
        }
        var shares = new ArrayList<KeyBytes>();
        var names = new ArrayList<ShareName>();
        for (var link : BOTH) {
            var share = new byte[blocks * Batch.BLOCK_BYTES];
            random.nextBytes(share);
            shares.add(KeyBytes.owning(share));
            names.add(new ShareName(link, UUID.randomUUID()));
        }
        var transcript = new Transcript(
                name, "a", "b", "app", Batch.random(blocks), names, "", ByteString.copyFrom(new byte[1088]));
        var secret = combination.kem().map(kem -> KeyBytes.owning(new byte[32]));
        return () -> {
            try (var batch = new MixedBatch(combination.mix(shares, secret, transcript))) {
                return batch.check(transcript).length == 16;
            }
        };
    }

    private Map<String, Long> batches(LkmsPair pair, KeyDatabase database, int blocks) throws Exception {
        var assignment = CurrentAssignment.load(database);
        assignment.replace(Assignment.of(order("A")));
        var keys = new ApplicationKeys(database, assignment);
        var relay = relay(pair.linkKeys("B"));
        var at = new Endpoint("127.0.0.1", pair.lkms("B").ports().peering());
        var peer = new PeerConfiguration(UUID.fromString(LkmsPair.NODE_ID.get("B")), "B", "kme-B", Optional.of(at));
        try (var peers = new PeerNodes(List.of(peer), pair.pki.identity("lkms-A"));
                var drawn = new RandomBlocks(new Drbg());
                var combined = new CombinedFill(LkmsPair.NODE_ID.get("A"), keys, assignment, relay, peers, drawn)) {
            var single = new SingleFill(keys, assignment, relay, drawn);
            return medians(name -> {
                var application = assignment.get().application(name).orElseThrow();
                BatchFill fill = name.equals("single") ? single : combined;
                return () -> fill.fill(application, Batch.random(blocks)) instanceof BlockRelay.Outcome.Done;
            });
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

    private Map<String, Long> medians(Function<String, Step> steps) {
        var nanos = new LinkedHashMap<String, long[]>();
        var all = new LinkedHashMap<String, Step>();
        for (var name : measured()) {
            nanos.put(name, new long[rounds]);
            all.put(name, steps.apply(name));
        }
        for (int round = -rounds / 3; round < rounds; round++) {
            for (var name : all.keySet()) {
                long start = System.nanoTime();
                if (!all.get(name).succeeds()) {
                    throw new IllegalStateException("what is to be measured failed: " + name);
                }
                if (round >= 0) {
                    nanos.get(name)[round] = System.nanoTime() - start;
                }
            }
        }
        var medians = new LinkedHashMap<String, Long>();
        nanos.forEach((name, times) -> {
            Arrays.sort(times);
            medians.put(name, times[rounds / 2]);
        });
        return medians;
    }
}
