package org.qkdn.emulator.soak;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.qkdn.emulator.network.PortPlan;
import org.qkdn.emulator.pki.Pki;
import org.qkdn.emulator.topology.ModuleRef;
import org.qkdn.emulator.topology.Topology;
import org.qkdn.node.tls.TlsIdentity;
import org.qkdn.node.v1.Application;
import org.qkdn.node.v1.ForwardingControlGrpc;
import org.qkdn.node.v1.ForwardingTable;
import org.qkdn.node.v1.Hop;
import org.qkdn.node.v1.KeyStoreConfiguration;
import org.qkdn.node.v1.KeyStoreControlGrpc;
import org.qkdn.node.v1.KeyStoreReport;
import org.qkdn.node.v1.LinkStore;
import org.qkdn.node.v1.QkdModuleGrpc;
import org.qkdn.node.v1.QuantumChannel;
import org.qkdn.node.v1.RelayLink;
import org.qkdn.node.v1.WatchKeyStores;

/** What the agents of the nodes in a row would order, ordered in their names. */
final class ChainControl implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 180;
    private static final String LOOPBACK = "127.0.0.1";

    private final Topology topology;
    private final PortPlan ports;
    private final Pki pki;
    private final List<Association> associations;
    private final int nodes;
    private final Map<Integer, ManagedChannel> channels = new HashMap<>();

    ChainControl(Topology topology, PortPlan ports, Pki pki, List<Association> associations, int nodes) {
        this.topology = topology;
        this.ports = ports;
        this.pki = pki;
        this.associations = associations;
        this.nodes = nodes;
    }

    void pairModules() throws IOException {
        for (int i = 0; i + 1 < nodes; i++) {
            var transmitter = new ModuleRef(site(i), 1);
            var receiver = new ModuleRef(site(i + 1), 2);
            pair(transmitter, receiver, "TRANSMITTER");
            pair(receiver, transmitter, "RECEIVER");
        }
    }

    private void pair(ModuleRef self, ModuleRef peer, String role) throws IOException {
        var first = role.equals("TRANSMITTER") ? self : peer;
        var second = role.equals("TRANSMITTER") ? peer : self;
        var ignored = QkdModuleGrpc.newBlockingStub(
                        channel(self.site(), ports.module(self).grpc(), self.commonName()))
                .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .configure(QuantumChannel.newBuilder()
                        .setLinkId(Association.linkId(first.site(), second.site()))
                        .setEnabled(true)
                        .setLocalNodeId(id(self.site()))
                        .setLocalInterfaceId(self.interfaceId())
                        .setPeerNodeId(id(peer.site()))
                        .setPeerInterfaceId(peer.interfaceId())
                        .setWavelength("37")
                        .setRole(role)
                        .build());
    }

    /** Tells all forwarding modules their place in each association's path. */
    void configureForwarding() throws IOException {
        for (int i = 0; i < nodes; i++) {
            var table = ForwardingTable.newBuilder();
            for (var association : associations) {
                if (first(association) <= i && i <= last(association)) {
                    table.addLinks(place(association, i));
                }
            }
            var ignored = ForwardingControlGrpc.newBlockingStub(
                            channel(site(i), ports.forwarding(site(i)), "fm-" + site(i)))
                    .withWaitForReady()
                    .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .configure(table.build());
        }
    }

    private RelayLink place(Association association, int i) {
        var link = RelayLink.newBuilder()
                .setLinkId(linkOf(association))
                .setFirstNodeId(id(site(first(association))))
                .setLastNodeId(id(site(last(association))));
        if (i > first(association)) {
            link.setPrevious(hop(i - 1, Association.linkId(site(i - 1), site(i))));
        }
        if (i < last(association)) {
            link.setNext(hop(i + 1, Association.linkId(site(i), site(i + 1))));
        }
        return link.build();
    }

    private Hop hop(int neighbour, String physLink) {
        return Hop.newBuilder()
                .setNodeId(id(site(neighbour)))
                .setPhysLinkId(physLink)
                .build();
    }

    /** @param filling whether the applications' stores are to be filled, or only emptied */
    void configureKeyStores(boolean filling) throws IOException {
        for (int i = 0; i < nodes; i++) {
            var site = site(i);
            var configuration = KeyStoreConfiguration.newBuilder();
            if (i > 0) {
                configuration.addLinks(link(Association.linkId(site(i - 1), site), site(i - 1), 2));
            }
            if (i + 1 < nodes) {
                configuration.addLinks(link(Association.linkId(site, site(i + 1)), site(i + 1), 1));
            }
            for (var association : associations) {
                if (association.one().site().equals(site)) {
                    configuration.addApplications(
                            application(association, association.one(), association.other(), filling));
                } else if (association.other().site().equals(site)) {
                    configuration.addApplications(
                            application(association, association.other(), association.one(), filling));
                }
            }
            var ignored = keyStores(site).withWaitForReady().configure(configuration.build());
        }
    }

    private LinkStore link(String id, String neighbour, int interfaceId) {
        return LinkStore.newBuilder()
                .setLinkId(id)
                .setRemoteNodeId(id(neighbour))
                .setInterfaceId(interfaceId)
                .setEnabled(true)
                .build();
    }

    private Application application(
            Association association, Association.End local, Association.End remote, boolean filling) {
        var application = Application.newBuilder()
                .setAppId(association.applicationId())
                .setLocalSaeId(local.sae())
                .setRemoteSaeId(remote.sae())
                .setRemoteNodeId(id(remote.site()));
        if (filling) {
            application.addBackingLinkIds(linkOf(association));
        }
        return application.build();
    }

    /** @throws IOException where the LKMS does not answer: it may just have been killed */
    KeyStoreReport report(String site) throws IOException {
        try {
            var context = io.grpc.Context.current().withCancellation();
            var before = context.attach();
            try {
                return keyStores(site)
                        .withWaitForReady()
                        .watch(WatchKeyStores.getDefaultInstance())
                        .next();
            } finally {
                context.detach(before);
                context.cancel(null);
            }
        } catch (StatusRuntimeException e) {
            throw new IOException("the LKMS of " + site + " gives no report: " + e.getMessage(), e);
        }
    }

    private KeyStoreControlGrpc.KeyStoreControlBlockingStub keyStores(String site) throws IOException {
        return KeyStoreControlGrpc.newBlockingStub(channel(site, ports.lkms(site), "lkms-" + site))
                .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private synchronized ManagedChannel channel(String site, int port, String server) throws IOException {
        if (!channels.containsKey(port)) {
            channels.put(port, TlsIdentity.load(pki.tls("agent-" + site)).grpcChannel(LOOPBACK, port, server));
        }
        var channel = channels.get(port);
        // what was killed is back sooner than a client that lost patience would look again
        channel.resetConnectBackoff();
        return channel;
    }

    private String linkOf(Association association) {
        return Association.linkId(site(first(association)), site(last(association)));
    }

    private int first(Association association) {
        return Math.min(
                index(association.one().site()), index(association.other().site()));
    }

    private int last(Association association) {
        return Math.max(
                index(association.one().site()), index(association.other().site()));
    }

    private String site(int index) {
        return topology.sites().get(index).name();
    }

    private int index(String site) {
        var names = new ArrayList<String>();
        topology.sites().forEach(one -> names.add(one.name()));
        return names.indexOf(site);
    }

    private String id(String site) {
        return topology.site(site).orElseThrow().id().toString();
    }

    @Override
    public synchronized void close() {
        channels.values().forEach(ManagedChannel::shutdownNow);
    }
}
