package org.qkdn.controller.southbound;

import java.io.IOException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.opendaylight.yangtools.yang.common.ErrorTag;
import org.opendaylight.yangtools.yang.common.QName;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier.NodeIdentifier;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier.NodeIdentifierWithPredicates;
import org.opendaylight.yangtools.yang.data.api.schema.ContainerNode;
import org.opendaylight.yangtools.yang.data.api.schema.DataContainerChild;
import org.opendaylight.yangtools.yang.data.spi.node.ImmutableNodes;
import org.opendaylight.yangtools.yang.model.api.SchemaContext;
import org.qkdn.netconf.CallHome;
import org.qkdn.netconf.ConfigChange;
import org.qkdn.netconf.NetconfError;
import org.qkdn.netconf.NetconfServer;
import org.qkdn.netconf.NetconfSettings;
import org.qkdn.netconf.NetconfTls;
import org.qkdn.netconf.NetconfUser;
import org.qkdn.netconf.RpcHandler;
import org.qkdn.netconf.TreeDatastore;
import org.qkdn.netconf.YangModel;
import org.qkdn.netconf.restconf.RestconfServer;
import org.qkdn.netconf.restconf.RestconfSettings;

/** A NETCONF server with the ETSI model whose links have the state that a test gives them. */
final class ScriptedNode implements TreeDatastore.CommitHook, AutoCloseable {
    private static final String NODE = "urn:etsi:qkd:yang:etsi-qkd-node";
    private static final YangModel MODEL = YangModel.ofClasspath(
            "etsi-qkd-node-types@2022-01-30",
            "etsi-qkd-sdn-node@2022-01-30",
            "qkdn-types@2026-11-21",
            "qkdn-node-extension@2026-11-21",
            "ietf-restconf-monitoring@2017-01-26");

    private final UUID id = UUID.randomUUID();
    private final Path file;
    private final Path hostKey;
    private final PublicKey user;
    private final Map<UUID, String> statuses = new ConcurrentHashMap<>();
    private final AtomicInteger commits = new AtomicInteger();
    private final AtomicInteger reads = new AtomicInteger();
    private volatile Optional<String> refusal = Optional.empty();
    private volatile boolean unmended;
    private volatile Runnable onCommit = () -> {};
    private List<CallHome> home = List.of();
    private Optional<RestconfServer> restconf = Optional.empty();
    private volatile NetconfServer server;

    ScriptedNode(Path directory, TestKey hostKey, PublicKey user) throws IOException {
        this.file = directory.resolve("node-" + id + ".xml");
        this.hostKey = hostKey.file();
        this.user = user;
        this.server = listen(0);
    }

    UUID id() {
        return id;
    }

    int port() {
        return server.port();
    }

    int commits() {
        return commits.get();
    }

    /** Refuses all commits with this message from now on; empty: accepts them again. */
    void refuse(Optional<String> message) {
        refusal = message;
    }

    /** Happens with each commit, before it is answered. */
    void onCommit(Runnable what) {
        onCommit = what;
    }

    /** Refuses as a server does that carries the published model, whose conditions are never true. */
    void carryPublishedModel() {
        unmended = true;
    }

    /** What {@code get} shows as qkdl_status. */
    void status(UUID link, String status) {
        statuses.put(link, status);
    }

    void stop() {
        server.close();
    }

    /** On the same port, with the configuration it had. */
    void restart() throws IOException {
        server = listen(server.port());
    }

    void linkDown(UUID link, String reason) {
        publish(
                "sdqkdn_link_down",
                container("qkd_link", List.of(leaf("qkdl_id", link.toString()), leaf("reason", reason))));
    }

    /** As one that happened before all others. */
    void linkDownLate(UUID link, String reason) {
        server.notifications()
                .publish(
                        container(
                                "sdqkdn_link_down",
                                List.of(container(
                                        "qkd_link",
                                        List.of(leaf("qkdl_id", link.toString()), leaf("reason", reason))))),
                        Instant.EPOCH.minusSeconds(1));
    }

    int reads() {
        return reads.get();
    }

    void applicationAsks(String serverApplication, String client) {
        final var clients = ImmutableNodes.<String>newSystemLeafSetBuilder()
                .withNodeIdentifier(nodeId("client_app_id"))
                .withChildValue(client)
                .build();
        publish(
                "sdqkdn_application_new",
                container("qkd_application", List.of(leaf("server_app_id", serverApplication), clients)));
    }

    @Override
    public void validate(ConfigChange change) throws NetconfError {
        if (refusal.isPresent()) {
            throw NetconfError.application(ErrorTag.OPERATION_FAILED, refusal.get());
        }
        if (unmended && change.after().toString().contains("phys_wavelength")) {
            throw NetconfError.application(
                    ErrorTag.OPERATION_FAILED, "When condition \"qkdl_type = 'PHYS'\" not satisfied.");
        }
    }

    @Override
    public void committed(ConfigChange change) {
        commits.incrementAndGet();
        onCommit.run();
    }

    @Override
    public void close() {
        restconf.ifPresent(RestconfServer::close);
        server.close();
    }

    /** From now on it speaks RESTCONF as well; returns where. */
    int restconf(NetconfTls tls) throws IOException {
        final var started = RestconfServer.start(new RestconfSettings("127.0.0.1", 0, tls), server.core());
        restconf = Optional.of(started);
        return started.port();
    }

    /** From now on it calls there as well. */
    void callHome(int to) throws IOException {
        home = List.of(new CallHome("127.0.0.1", to, CallHome.Protocol.SSH));
        final int port = server.port();
        server.close();
        server = listen(port);
    }

    private NetconfServer listen(int port) throws IOException {
        final var datastore = TreeDatastore.builder(MODEL)
                .file(file)
                .initial(ImmutableNodes.newContainerBuilder()
                        .withNodeIdentifier(new NodeIdentifier(SchemaContext.NAME))
                        .withChild(container("qkd_node", List.of(leaf("qkdn_id", id.toString()))))
                        .build())
                .hook(this)
                .state(this::state)
                .build();
        return NetconfServer.start(
                new NetconfSettings(
                                "127.0.0.1",
                                port,
                                hostKey,
                                List.of(new NetconfUser("controller", user, NetconfUser.Access.READ_WRITE)))
                        .withCallHome(home),
                MODEL,
                datastore,
                RpcHandler.none());
    }

    private List<ContainerNode> state() {
        reads.incrementAndGet();
        final var links = ImmutableNodes.newSystemMapBuilder().withNodeIdentifier(nodeId("qkd_link"));
        statuses.forEach((link, status) -> links.withChild(ImmutableNodes.newMapEntryBuilder()
                .withNodeIdentifier(NodeIdentifierWithPredicates.of(name("qkd_link"), name("qkdl_id"), link.toString()))
                .withChild(leaf("qkdl_id", link.toString()))
                .withChild(leaf(
                        "qkdl_status", QName.create("urn:etsi:qkd:yang:etsi-qkd-node-types", "2022-01-30", status)))
                .build()));
        return List.of(container("qkd_node", List.of(container("qkd_links", List.of(links.build())))));
    }

    private void publish(String notification, ContainerNode body) {
        server.notifications().publish(container(notification, List.of(body)), Instant.EPOCH);
    }

    private static ContainerNode container(String name, List<? extends DataContainerChild> children) {
        final var builder = ImmutableNodes.newContainerBuilder().withNodeIdentifier(nodeId(name));
        children.forEach(builder::withChild);
        return builder.build();
    }

    private static DataContainerChild leaf(String name, Object value) {
        return ImmutableNodes.leafNode(name(name), value);
    }

    private static NodeIdentifier nodeId(String name) {
        return new NodeIdentifier(name(name));
    }

    private static QName name(String name) {
        return QName.create(NODE, "2022-01-30", name);
    }
}
