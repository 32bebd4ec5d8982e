package org.qkdn.lkms.testing;

import io.grpc.ManagedChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.qkdn.lkms.ConfigurationFile;
import org.qkdn.lkms.Lkms;
import org.qkdn.node.v1.Application;
import org.qkdn.node.v1.KeyStoreConfiguration;
import org.qkdn.node.v1.KeyStoreControlGrpc;
import org.qkdn.node.v1.KeyStoreReport;
import org.qkdn.node.v1.LinkKeysGrpc;
import org.qkdn.node.v1.LinkStore;
import org.qkdn.node.v1.WatchKeyStores;

/** The LKMSs of two neighbouring nodes A and B, with their modules' KMEs and forwarding modules, over real sockets. */
public final class LkmsPair implements AutoCloseable {
    public static final String LINK = UUID.randomUUID().toString();
    /** A second link, relayed by other nodes than the first. */
    public static final String DETOUR = UUID.randomUUID().toString();

    public static final String APP = UUID.randomUUID().toString();
    public static final Map<String, String> NODE_ID =
            Map.of("A", UUID.randomUUID().toString(), "B", UUID.randomUUID().toString());
    /** The first SAE of A and that of B share the application; the second has none. */
    public static final Map<String, List<String>> SAES =
            Map.of("A", List.of("sae-a", "sae-a2"), "B", List.of("sae-b", "sae-b2"));

    private static final AtomicInteger PORTS = new AtomicInteger();

    public final TestPki pki;
    public final FakeModulePair modules = new FakeModulePair();
    private final Path directory;
    private final Map<String, FakeForwarding> forwarding;
    /** Chosen ahead: each LKMS is told where the other listens for its peers before either runs. */
    private final Map<String, Integer> peeringPort = Map.of("A", freePort(), "B", freePort());

    private final Map<String, Lkms> running = new java.util.HashMap<>();
    private final List<ManagedChannel> channels = new ArrayList<>();

    public LkmsPair(Path directory) throws Exception {
        this.directory = directory;
        pki = new TestPki(Files.createDirectories(directory.resolve("pki")));
        forwarding = Map.of(
                "A",
                new FakeForwarding(pki, "A", NODE_ID.get("A")),
                "B",
                new FakeForwarding(pki, "B", NODE_ID.get("B")));
        for (var node : List.of("A", "B")) {
            writeFile(
                    node,
                    modules.start(pki, "module-" + node + "-1", "lkms-" + node).toString(),
                    0,
                    0);
            start(node);
        }
    }

    public static String other(String node) {
        return node.equals("A") ? "B" : "A";
    }

    private void writeFile(String node, String moduleUrl, int etsi014Port, int grpcPort) throws Exception {
        pki.files("lkms-" + node);
        Files.createDirectories(directory.resolve(node));
        Files.writeString(file(node), """
                node: {name: %1$s, id: %2$s}
                kmeId: kme-%1$s
                etsi014: {host: 127.0.0.1, port: %8$d}
                grpc: {host: 127.0.0.1, port: %9$d}
                forwarding: {host: 127.0.0.1, port: %3$d}
                tls: {certificate: ../pki/lkms-%1$s.pem, key: ../pki/lkms-%1$s.key, ca: ../pki/ca.pem}
                stateDirectory: state
                modules:
                  - {interfaceId: 1, url: "%4$s", commonName: module-%1$s-1}
                saes: %5$s
                peers:
                  - {id: %6$s, name: %7$s, peering: {host: 127.0.0.1, port: %10$d}}
                peering: {host: 127.0.0.1, port: %11$d}
                etsi004: {host: 127.0.0.1, port: 0}
                """.formatted(
                        node,
                        NODE_ID.get(node),
                        forwarding.get(node).port(),
                        moduleUrl,
                        SAES.get(node),
                        NODE_ID.get(other(node)),
                        other(node),
                        etsi014Port,
                        grpcPort,
                        peeringPort.get(other(node)),
                        peeringPort.get(node)));
    }

    /** The node's lkms.yaml. */
    public Path file(String node) {
        return directory.resolve(node).resolve("lkms.yaml");
    }

    public Path state(String node) {
        return directory.resolve(node).resolve("state");
    }

    public void start(String node) throws Exception {
        var lkms = Lkms.start(ConfigurationFile.read(file(node)));
        running.put(node, lkms);
        forwarding.get(other(node)).connect(pki, node, lkms.ports().grpc());
    }

    /** Gives the stopped node's LKMS fixed ports, for a process of its own. */
    public int[] fixPorts(String node) throws Exception {
        int[] ports = {freePort(), freePort()};
        var file = Files.readString(file(node))
                .replaceFirst("etsi014: .*", "etsi014: {host: 127.0.0.1, port: " + ports[0] + "}")
                .replaceFirst("(?m)^grpc: .*", "grpc: {host: 127.0.0.1, port: " + ports[1] + "}");
        Files.writeString(file(node), file);
        forwarding.get(other(node)).connect(pki, node, ports[1]);
        return ports;
    }

    /**
     * Below the range from which the kernel gives ports to connections, above those of emulated networks, and each process
     * of tests in a range of its own: nobody takes it between now and its use.
     */
    private static int freePort() {
        int range = 24_000 + (int) (ProcessHandle.current().pid() % 160) * 50;
        while (true) {
            int port = range + PORTS.getAndIncrement() % 50;
            try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // in use: try another
            }
        }
    }

    public void stop(String node) {
        running.remove(node).close();
    }

    public Lkms lkms(String node) {
        return running.get(node);
    }

    public FakeForwarding forwarding(String node) {
        return forwarding.get(node);
    }

    public SaeClient sae(String node, String sae) throws Exception {
        return new SaeClient(pki, sae, node, running.get(node).ports().etsi014());
    }

    public ManagedChannel channel(String node, String caller) throws IOException {
        try {
            var channel = pki.identity(caller)
                    .grpcChannel("127.0.0.1", running.get(node).ports().grpc(), "lkms-" + node);
            channels.add(channel);
            return channel;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    public KeyStoreControlGrpc.KeyStoreControlBlockingStub control(String node) throws IOException {
        return KeyStoreControlGrpc.newBlockingStub(channel(node, "agent-" + node));
    }

    public LinkKeysGrpc.LinkKeysBlockingStub linkKeys(String node) throws IOException {
        return LinkKeysGrpc.newBlockingStub(channel(node, "fm-" + node));
    }

    /** What the agent orders: the link and the application between the first SAEs. */
    public static KeyStoreConfiguration order(String node) {
        return KeyStoreConfiguration.newBuilder()
                .addLinks(LinkStore.newBuilder()
                        .setLinkId(LINK)
                        .setRemoteNodeId(NODE_ID.get(other(node)))
                        .setInterfaceId(1)
                        .setEnabled(true))
                .addApplications(application(node))
                .build();
    }

    public static Application.Builder application(String node) {
        return Application.newBuilder()
                .setAppId(APP)
                .setLocalSaeId(SAES.get(node).getFirst())
                .setRemoteSaeId(SAES.get(other(node)).getFirst())
                .setRemoteNodeId(NODE_ID.get(other(node)))
                .addBackingLinkIds(LINK);
    }

    /** The order with the application's shares over these links. */
    public static KeyStoreConfiguration order(String node, String combination, List<String> links) {
        var order = order(node).toBuilder();
        order.setApplications(
                0,
                application(node)
                        .clearBackingLinkIds()
                        .addAllBackingLinkIds(links)
                        .setCombination(combination));
        return order.build();
    }

    /** One more line of the stopped node's lkms.yaml. */
    public void addToFile(String node, String line) throws IOException {
        Files.writeString(file(node), Files.readString(file(node)) + line + "\n");
    }

    /** All of the node's audit log. */
    public String audit(String node) throws IOException {
        return Files.readString(state(node).resolve("audit").resolve("audit.log"));
    }

    public void configure(String node, KeyStoreConfiguration order) throws IOException {
        var ignored = control(node).configure(order);
    }

    /** Orders link and application at both ends and waits until both have keys to hand out. */
    public void configureAndFill() throws Exception {
        configure("A", order("A"));
        configure("B", order("B"));
        for (var node : List.of("A", "B")) {
            Eventually.holds("node " + node + " has keys", () -> applicationLevel(report(node)) >= 4 * 496 * 8);
        }
    }

    public static long applicationLevel(KeyStoreReport report) {
        return report.getApplicationsList().stream()
                .filter(level -> level.getAppId().equals(APP))
                .mapToLong(level -> level.getOwnBits())
                .sum();
    }

    /** The first report of a watch. */
    public KeyStoreReport report(String node) throws IOException {
        var channel = channel(node, "agent-" + node);
        try {
            return KeyStoreControlGrpc.newBlockingStub(channel)
                    .watch(WatchKeyStores.getDefaultInstance())
                    .next();
        } finally {
            channel.shutdownNow();
        }
    }

    @Override
    public void close() {
        channels.forEach(ManagedChannel::shutdownNow);
        running.values().forEach(Lkms::close);
        forwarding.values().forEach(FakeForwarding::close);
        modules.close();
    }
}
