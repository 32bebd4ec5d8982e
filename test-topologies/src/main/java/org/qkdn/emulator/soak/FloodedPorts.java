package org.qkdn.emulator.soak;

import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.UUID;
import org.qkdn.node.tls.TlsIdentity;
import org.qkdn.node.v1.BlockCombinationGrpc;
import org.qkdn.node.v1.BlockReconciliationGrpc;
import org.qkdn.node.v1.ForwardingControlGrpc;
import org.qkdn.node.v1.ForwardingTable;
import org.qkdn.node.v1.KeyRelayGrpc;
import org.qkdn.node.v1.KeySharingGrpc;
import org.qkdn.node.v1.KeyStoreConfiguration;
import org.qkdn.node.v1.KeyStoreControlGrpc;
import org.qkdn.node.v1.KeyStreamsGrpc;
import org.qkdn.node.v1.LinkKeysGrpc;
import org.qkdn.node.v1.LinkStore;
import org.qkdn.node.v1.RelayLink;
import org.qkdn.node.v1.WatchKeyStores;

/** All ports that a node listens on, and how much of a flood each gets. */
final class FloodedPorts {
    private static final Message NOTHING = WatchKeyStores.getDefaultInstance();

    private final NodeChain chain;
    private final Association.End end;
    private final Association.End other;

    FloodedPorts(NodeChain chain, Association.End end, Association.End other) {
        this.chain = chain;
        this.end = end;
        this.other = other;
    }

    /** Of a thousand requests. */
    record Share(int perMille, Flood flood) {
        long of(long requests) {
            return requests * perMille / 1000;
        }
    }

    List<Share> shares() {
        var site = end.site();
        var ports = chain.ports();
        return List.of(
                new Share(300, http("etsi014", end.sae(), "lkms-", ports.keyDelivery(site), Api.KEY_DELIVERY)),
                new Share(300, http("etsi014", end.sae(), "lkms-", ports.keyDelivery(site), Api.KEY_DELIVERY)),
                new Share(150, http("skip", end.sae(), "lkms-", ports.skip(site), Api.SKIP)),
                new Share(
                        40, new HttpFlood("skip with keys", this::preShared, Api.SKIP.good(other), spelling -> requests(
                                        spelling)
                                .ofSkip())),
                new Share(60, http("metrics of the LKMS", "operator", "lkms-", ports.lkmsMetrics(site), Api.METRICS)),
                new Share(
                        60,
                        http(
                                "metrics of the forwarding module",
                                "operator",
                                "fm-",
                                ports.forwardingMetrics(site),
                                Api.METRICS)),
                new Share(20, new FrameFlood(mutual(end.sae(), "lkms-", ports.keyStreams(site)))),
                new Share(20, new RelayFlood(mutual("fm-ECHO", "fm-", ports.relay(site)), chain.id("ECHO"))),
                new Share(14, grpc("LKMS for its agent", "agent-" + site, "lkms-", ports.lkms(site), keyStores())),
                new Share(12, grpc("LKMS", "fm-" + site, "lkms-", ports.lkms(site), linkKeys())),
                new Share(12, grpc("peers", "lkms-" + other.site(), "lkms-", ports.peering(site), peers())),
                new Share(6, grpc("forwarding module", "lkms-" + site, "fm-", ports.forwarding(site), relays())),
                new Share(
                        6,
                        grpc(
                                "forwarding module for its agent",
                                "agent-" + site,
                                "fm-",
                                ports.forwarding(site),
                                tables())));
    }

    /** What is served over HTTP. */
    private enum Api {
        KEY_DELIVERY,
        SKIP,
        METRICS;

        byte[] good(Association.End other) {
            return Spelling.get(
                    switch (this) {
                        case KEY_DELIVERY -> "/api/v1/keys/" + other.sae() + "/status";
                        case SKIP -> "/capabilities";
                        case METRICS -> "/metrics";
                    });
        }
    }

    private Flood http(String name, String caller, String server, int port, Api api) {
        return new HttpFlood(name, mutual(caller, server, port), api.good(other), spelling -> switch (api) {
            case KEY_DELIVERY -> requests(spelling).ofKeyDelivery();
            case SKIP -> requests(spelling).ofSkip();
            case METRICS -> requests(spelling).ofMetrics();
        });
    }

    private MalformedRequests requests(Spelling spelling) {
        return new MalformedRequests(end.sae(), other.sae(), spelling);
    }

    private RawConnection.Dialling mutual(String caller, String server, int port) {
        try {
            var tls = TlsIdentity.load(chain.tls(caller)).jdkClient(server + end.site());
            return () -> RawConnection.mutual(tls, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RawConnection preShared() throws IOException {
        var identity = new PskIdentity(
                "encryptor-" + end.site(), chain.state().node(end.site()).resolve("skip.psk"));
        return RawConnection.preShared(identity, chain.ports().skipPsk(end.site()));
    }

    private Flood grpc(String name, String caller, String server, int port, List<MalformedMessages> methods) {
        return new GrpcFlood(
                name,
                () -> TlsIdentity.load(chain.tls(caller)).grpcChannel("127.0.0.1", port, server + end.site()),
                methods);
    }

    private List<MalformedMessages> keyStores() {
        var bad = KeyStoreConfiguration.newBuilder()
                .addLinks(LinkStore.getDefaultInstance())
                .build();
        return List.of(messages(KeyStoreControlGrpc.getConfigureMethod(), bad));
    }

    private List<MalformedMessages> linkKeys() {
        return messages(List.of(
                LinkKeysGrpc.getAllotMethod(),
                LinkKeysGrpc.getTakeMethod(),
                LinkKeysGrpc.getStoreMethod(),
                LinkKeysGrpc.getAnnouncedMethod()));
    }

    private List<MalformedMessages> peers() {
        return messages(List.of(
                KeySharingGrpc.getShareMethod(),
                KeySharingGrpc.getWithdrawMethod(),
                BlockCombinationGrpc.getOfferKemMethod(),
                BlockCombinationGrpc.getCombineMethod(),
                BlockReconciliationGrpc.getReconcileMethod(),
                KeyStreamsGrpc.getTellMethod(),
                KeyStreamsGrpc.getOfferMethod(),
                KeyStreamsGrpc.getWantMethod()));
    }

    private List<MalformedMessages> relays() {
        return messages(List.of(KeyRelayGrpc.getRelayMethod(), KeyRelayGrpc.getAnnounceMethod()));
    }

    private List<MalformedMessages> tables() {
        var bad = ForwardingTable.newBuilder()
                .addLinks(RelayLink.getDefaultInstance())
                .build();
        return List.of(messages(ForwardingControlGrpc.getConfigureMethod(), bad));
    }

    private List<MalformedMessages> messages(List<MethodDescriptor<? extends Message, ?>> methods) {
        return methods.stream().map(method -> messages(method, NOTHING)).toList();
    }

    private MalformedMessages messages(MethodDescriptor<? extends Message, ?> method, Message spoiler) {
        return MalformedMessages.of(
                method,
                spoiler,
                List.of(
                        end.sae(),
                        other.sae(),
                        chain.id(end.site()).toString(),
                        chain.id(other.site()).toString(),
                        new UUID(0, 0).toString()));
    }
}
