package org.qkdn.forwarding.testing;

import io.grpc.ManagedChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.qkdn.forwarding.ForwardingConfiguration;
import org.qkdn.forwarding.ForwardingConfiguration.Endpoint;
import org.qkdn.forwarding.ForwardingModule;
import org.qkdn.forwarding.LocalPolicy;
import org.qkdn.forwarding.transport.Neighbour;
import org.qkdn.node.tls.TlsFiles;
import org.qkdn.node.v1.ForwardingControlGrpc;
import org.qkdn.node.v1.KeyRelayGrpc;

/** A node with a real forwarding module, a fake LKMS, and channels as its agent and its LKMS have them. */
public final class TestNode implements AutoCloseable {
    private static final AtomicInteger PORTS = new AtomicInteger();

    public final UUID id;
    public final String name;
    public final MemoryLinkKeys keys;
    public final int relayPort = freePort();
    public final int grpcPort = freePort();
    private final int lkmsPort = freePort();
    private final TestAuthority authority;
    private final TlsFiles tls;
    private final Path stateDirectory;
    private final List<Neighbour> neighbours = new ArrayList<>();
    private final List<ManagedChannel> channels = new ArrayList<>();
    private final FakeLkms lkms;
    private LocalPolicy policy = LocalPolicy.NONE;
    private Optional<ForwardingConfiguration.Metrics> metrics = Optional.empty();
    private ForwardingModule module;

    public TestNode(UUID id, String name, TestAuthority authority, Path directory) throws IOException {
        this.id = id;
        this.name = name;
        this.authority = authority;
        this.keys = new MemoryLinkKeys(id);
        this.tls = authority.files("fm-" + name);
        this.stateDirectory = directory.resolve(name);
        this.lkms = new FakeLkms(authority.identity("lkms-" + name), lkmsPort, name, keys);
    }

    public void knows(TestNode neighbour) {
        neighbours.add(new Neighbour(neighbour.id, neighbour.name, "127.0.0.1", neighbour.relayPort));
    }

    /** From the next start on. */
    public void obeys(LocalPolicy newPolicy) {
        policy = newPolicy;
    }

    /** From the next start on, metrics are there for this reader; returns the port. */
    public int tellsMetrics(String reader) {
        metrics = Optional.of(new ForwardingConfiguration.Metrics("127.0.0.1", freePort(), Set.of(reader)));
        return metrics.get().port();
    }

    /** Entries of its audit log. */
    public String audit() throws IOException {
        return Files.readString(stateDirectory.resolve("audit").resolve("audit.log"));
    }

    public FakeLkms lkms() {
        return lkms;
    }

    public ForwardingConfiguration configuration() {
        return new ForwardingConfiguration(
                new ForwardingConfiguration.Node(name, id),
                new Endpoint("127.0.0.1", relayPort),
                new Endpoint("127.0.0.1", grpcPort),
                new Endpoint("127.0.0.1", lkmsPort),
                tls,
                stateDirectory,
                neighbours,
                Duration.ofSeconds(10),
                policy,
                metrics);
    }

    public void start() throws IOException {
        module = ForwardingModule.start(configuration());
    }

    public void stop() {
        module.close();
    }

    public ForwardingControlGrpc.ForwardingControlBlockingStub control() {
        return ForwardingControlGrpc.newBlockingStub(channel("agent-" + name));
    }

    public KeyRelayGrpc.KeyRelayBlockingStub relay() {
        return KeyRelayGrpc.newBlockingStub(channel("lkms-" + name));
    }

    /** A channel to the module of whoever has the common name. */
    public ManagedChannel channel(String commonName) {
        try {
            var channel = authority.identity(commonName).grpcChannel("127.0.0.1", grpcPort, "fm-" + name);
            channels.add(channel);
            return channel;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        channels.forEach(ManagedChannel::shutdownNow);
        if (module != null) {
            module.close();
        }
        lkms.close();
    }

    /**
     * Below the range from which the kernel gives ports to connections, above those of emulated networks, each process of
     * tests in a range of its own and none twice in a row: nobody takes it between now and its use.
     */
    public static int freePort() {
        int range = 24_000 + (int) (ProcessHandle.current().pid() % 160) * 50;
        for (int attempt = 0; attempt < 1000; attempt++) {
            int port = range + PORTS.getAndIncrement() % 50;
            try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // in use: try another
            }
        }
        throw new IllegalStateException("no free port between " + range + " and " + (range + 49));
    }
}
