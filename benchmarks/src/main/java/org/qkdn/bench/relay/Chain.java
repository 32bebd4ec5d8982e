package org.qkdn.bench.relay;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.qkdn.emulator.pki.Pki;
import org.qkdn.forwarding.relay.KeyBytes;
import org.qkdn.forwarding.relay.LinkKeys;
import org.qkdn.forwarding.relay.Message;
import org.qkdn.forwarding.relay.Peer;
import org.qkdn.forwarding.relay.RateLimits;
import org.qkdn.forwarding.relay.RelayEvents;
import org.qkdn.forwarding.relay.RelayNode;
import org.qkdn.forwarding.relay.RelayOutcome;
import org.qkdn.forwarding.relay.Route;
import org.qkdn.forwarding.relay.RouteTable;
import org.qkdn.forwarding.transport.Neighbour;
import org.qkdn.forwarding.transport.RelayTraffic;
import org.qkdn.forwarding.transport.RelayTransport;
import org.qkdn.node.tls.TlsIdentity;

/** Nodes in a row with real connections between them and one link from the first to the last. */
final class Chain implements AutoCloseable {
    private static final UUID LINK = new UUID(1, 1);
    private static final UUID APPLICATION = new UUID(1, 2);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final List<RelayNode> nodes = new ArrayList<>();
    private final List<RelayTransport> transports = new ArrayList<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().factory());
    private long blocks;

    Chain(Pki pki, int hops, LinkKeys keys) throws IOException {
        var ports = new ArrayList<Integer>();
        for (int i = 0; i <= hops; i++) {
            ports.add(freePort());
        }
        for (int i = 0; i <= hops; i++) {
            add(i, hops, pki, ports, keys);
        }
        var unused = timer.scheduleAtFixedRate(() -> nodes.forEach(RelayNode::expire), 50, 50, TimeUnit.MILLISECONDS);
        awaitCredit();
    }

    /** Until all neighbours are connected and the last node's credit has come to the first. */
    private void awaitCredit() {
        for (var outcome = first(); !(outcome instanceof RelayOutcome.Delivered); outcome = first()) {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    private RelayOutcome first() {
        var outcome = new CompletableFuture<RelayOutcome>();
        relay(new byte[512], outcome::complete);
        return outcome.join();
    }

    private void add(int i, int hops, Pki pki, List<Integer> ports, LinkKeys keys) throws IOException {
        var neighbours = new ArrayList<Neighbour>();
        if (i > 0) {
            neighbours.add(neighbour(i - 1, ports));
        }
        if (i < hops) {
            neighbours.add(neighbour(i + 1, ports));
        }
        var node = new RelayNode(new RelayNode.Surroundings(
                id(i),
                keys,
                RateLimits.NONE,
                RelayEvents.NONE,
                UUID::toString,
                TIMEOUT,
                System::nanoTime,
                Thread::startVirtualThread));
        node.configure(RouteTable.of(List.of(new Route(
                LINK,
                id(0),
                id(hops),
                i > 0 ? Optional.of(new Route.Hop(id(i - 1), physLink(i - 1))) : Optional.empty(),
                i < hops ? Optional.of(new Route.Hop(id(i + 1), physLink(i))) : Optional.empty()))));
        var transport = new RelayTransport(id(i), TlsIdentity.load(pki.tls(name(i))), neighbours);
        transport.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.get(i)),
                traffic(node),
                Thread::startVirtualThread);
        nodes.add(node);
        transports.add(transport);
    }

    static String name(int i) {
        return "fm-B" + i;
    }

    /** From the first node to the last; the bytes are taken over. */
    void relay(byte[] key, Consumer<RelayOutcome> done) {
        var request = new RelayNode.Request(LINK, APPLICATION, new UUID(2, blocks++), 0);
        nodes.getFirst().relay(request, KeyBytes.owning(key), TIMEOUT, done);
    }

    private static Neighbour neighbour(int i, List<Integer> ports) {
        return new Neighbour(id(i), "B" + i, "127.0.0.1", ports.get(i));
    }

    private static UUID id(int i) {
        return new UUID(0, i + 1);
    }

    private static UUID physLink(int i) {
        return new UUID(3, i);
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static RelayTraffic traffic(RelayNode node) {
        return new RelayTraffic() {
            @Override
            public void connected(Peer peer) {
                node.connected(peer);
            }

            @Override
            public void lost(Peer peer, String why) {
                node.lost(peer);
            }

            @Override
            public void writable(Peer peer) {
                node.writable(peer);
            }

            @Override
            public void granted(Peer peer, Message.Grant grant) {
                node.granted(peer, grant);
            }

            @Override
            public void received(Peer peer, Message message) {
                node.received(peer, message);
            }

            @Override
            public void refused(String commonName, String address, String why) {
                throw new IllegalStateException(commonName + " refused: " + why);
            }
        };
    }

    @Override
    public void close() {
        timer.shutdownNow();
        nodes.forEach(RelayNode::stop);
        transports.forEach(RelayTransport::close);
    }
}
