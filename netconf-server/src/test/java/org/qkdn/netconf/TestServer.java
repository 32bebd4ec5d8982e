package org.qkdn.netconf;

import com.google.common.util.concurrent.Uninterruptibles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.opendaylight.yangtools.yang.common.ErrorTag;
import org.opendaylight.yangtools.yang.common.QName;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier.NodeIdentifier;
import org.opendaylight.yangtools.yang.data.api.schema.ContainerNode;
import org.opendaylight.yangtools.yang.data.spi.node.ImmutableNodes;
import org.qkdn.netconf.NetconfUser.Access;
import org.qkdn.netconf.session.ServerCore;

/** A server of the test model, with an operator who may write and a guest who may read. */
final class TestServer implements AutoCloseable {
    static final YangModel MODEL = YangModel.ofClasspath(
            "test-types@2026-01-01", "test-node@2026-01-01", "ietf-restconf-monitoring@2017-01-26");
    static final QName NODE = QName.create("urn:test:node", "2026-01-01", "node");

    private final Path folder;
    private final KeyPair operator;
    private final KeyPair guest;
    private final List<ConfigChange> committed = new CopyOnWriteArrayList<>();
    private final CountDownLatch released = new CountDownLatch(1);
    private final TreeDatastore datastore;
    private final NetconfServer server;

    private TestServer(Path folder, KeyPair operator, KeyPair guest, UnaryOperator<NetconfSettings> how)
            throws IOException {
        this.folder = folder;
        this.operator = operator;
        this.guest = guest;
        datastore = TreeDatastore.builder(MODEL)
                .file(folder.resolve("config.xml"))
                .hook(new TreeDatastore.CommitHook() {
                    @Override
                    public void validate(ConfigChange change) throws NetconfError {
                        refuseForbidden(change);
                        waitIfSlow(change);
                    }

                    @Override
                    public void committed(ConfigChange change) {
                        committed.add(change);
                    }
                })
                .state(TestServer::state)
                .build();
        final var users = List.of(
                NetconfUser.of("operator", folder.resolve("operator.pub"), Access.READ_WRITE),
                NetconfUser.of("guest", folder.resolve("guest.pub"), Access.READ_ONLY),
                new NetconfUser("recovery", operator.getPublic(), Access.RECOVERY));
        server = NetconfServer.start(
                how.apply(new NetconfSettings("127.0.0.1", 0, folder.resolve("host"), users)
                        .withMaxSessions(16)
                        .withCheckpoint(folder.resolve("confirmed-commit.xml"))),
                MODEL,
                datastore,
                TestServer::invoke);
    }

    static TestServer start(Path folder) throws IOException {
        return start(folder, UnaryOperator.identity());
    }

    static TestServer start(Path folder, UnaryOperator<NetconfSettings> how) throws IOException {
        TestKeys.make(folder, "host");
        return new TestServer(folder, TestKeys.make(folder, "operator"), TestKeys.make(folder, "guest"), how);
    }

    /** The same files, another server. */
    TestServer restart() throws IOException {
        close();
        return new TestServer(folder, operator, guest, UnaryOperator.identity());
    }

    TestClient connect() throws IOException {
        return connect(server.port());
    }

    /** By a way of one's own. */
    TestClient connect(int port) throws IOException {
        return TestClient.connect(port, "operator", operator);
    }

    TestClient connectForRecovery() throws IOException {
        return TestClient.connect(server.port(), "recovery", operator);
    }

    TestClient connectAsGuest() throws IOException {
        return TestClient.connect(server.port(), "guest", guest);
    }

    int port() {
        return server.port();
    }

    int tlsPort() {
        return server.tlsPort().orElseThrow();
    }

    Path folder() {
        return folder;
    }

    String configFile() throws IOException {
        return Files.readString(folder.resolve("config.xml"));
    }

    NotificationStream notifications() {
        return server.notifications();
    }

    ServerCore core() {
        return server.core();
    }

    TreeDatastore datastore() {
        return datastore;
    }

    List<ConfigChange> committed() {
        return new ArrayList<>(committed);
    }

    static ContainerNode notification(String name, String id) {
        return ImmutableNodes.newContainerBuilder()
                .withNodeIdentifier(NodeIdentifier.create(QName.create(NODE, name)))
                .withChild(ImmutableNodes.leafNode(QName.create(NODE, "id"), id))
                .build();
    }

    /** Lets edits go on that set the location to "slow". */
    void release() {
        released.countDown();
    }

    private void waitIfSlow(ConfigChange change) {
        if (change.after().toString().contains("slow")) {
            Uninterruptibles.awaitUninterruptibly(released);
        }
    }

    @Override
    public void close() {
        server.close();
    }

    private static void refuseForbidden(ConfigChange change) throws NetconfError {
        if (change.after().toString().contains("forbidden")) {
            throw NetconfError.application(ErrorTag.OPERATION_FAILED, "there is no such place")
                    .withAppTag("no-such-place");
        }
    }

    private static List<ContainerNode> state() {
        return List.of(ImmutableNodes.newContainerBuilder()
                .withNodeIdentifier(NodeIdentifier.create(NODE))
                .withChild(ImmutableNodes.leafNode(QName.create(NODE, "status"), "well"))
                .build());
    }

    private static Optional<ContainerNode> invoke(QName rpc, ContainerNode input, String user) {
        if (rpc.getLocalName().equals("reset")) {
            return Optional.empty();
        }
        final var text = input.childByArg(NodeIdentifier.create(QName.create(NODE, "text")));
        return Optional.of(ImmutableNodes.newContainerBuilder()
                .withNodeIdentifier(NodeIdentifier.create(QName.create(NODE, "output")))
                .withChild(ImmutableNodes.leafNode(QName.create(NODE, "text"), user + " said " + text.body()))
                .build());
    }
}
