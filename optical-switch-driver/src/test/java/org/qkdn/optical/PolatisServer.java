package org.qkdn.optical;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.opendaylight.yangtools.yang.common.ErrorTag;
import org.opendaylight.yangtools.yang.common.QName;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier.NodeIdentifier;
import org.opendaylight.yangtools.yang.data.api.schema.ContainerNode;
import org.opendaylight.yangtools.yang.data.api.schema.MapEntryNode;
import org.opendaylight.yangtools.yang.data.api.schema.MapNode;
import org.opendaylight.yangtools.yang.data.spi.node.ImmutableNodes;
import org.opendaylight.yangtools.yang.model.api.SchemaContext;
import org.qkdn.netconf.ConfigChange;
import org.qkdn.netconf.NetconfError;
import org.qkdn.netconf.NetconfServer;
import org.qkdn.netconf.NetconfSettings;
import org.qkdn.netconf.NetconfUser;
import org.qkdn.netconf.RpcHandler;
import org.qkdn.netconf.TreeDatastore;
import org.qkdn.netconf.YangModel;
import org.qkdn.netconf.client.NetconfTarget;

/** A NETCONF server with the Polatis model and no light in it. */
final class PolatisServer implements AutoCloseable {
    private final Set<Integer> broken = ConcurrentHashMap.newKeySet();
    private final String revision;
    private final String list;
    private final TestKey hostKey;
    private final TestKey userKey;
    private final NetconfServer server;

    /** {@code list} is what the list of cross-connects is called in that revision of the model. */
    PolatisServer(Path directory, String revision, String list) throws IOException, GeneralSecurityException {
        this.revision = revision;
        this.list = list;
        final var model = YangModel.ofClasspath("optical-switch@" + revision);
        hostKey = TestKey.in(directory, "host.pem");
        userKey = TestKey.in(directory, "user.pem");
        final var user = new NetconfUser("controller", userKey.pair().getPublic(), NetconfUser.Access.READ_WRITE);
        final var datastore = TreeDatastore.builder(model)
                .initial(ImmutableNodes.newContainerBuilder()
                        .withNodeIdentifier(new NodeIdentifier(SchemaContext.NAME))
                        .withChild(settings())
                        .build())
                .hook(this::check)
                .state(() -> List.of(ImmutableNodes.newContainerBuilder()
                        .withNodeIdentifier(id("product-information"))
                        .withChild(ImmutableNodes.leafNode(name("manufacturer"), "Polatis"))
                        .withChild(ImmutableNodes.leafNode(name("model-name"), "Series 6000"))
                        .build()))
                .build();
        server = NetconfServer.start(
                new NetconfSettings("127.0.0.1", 0, hostKey.file(), List.of(user)).withStream("Polatis"),
                model,
                datastore,
                RpcHandler.none());
    }

    NetconfTarget target() {
        return new NetconfTarget.Ssh("127.0.0.1", server.port(), "controller", userKey.file(), hostKey.fingerprint());
    }

    void breakPort(int port) {
        broken.add(port);
    }

    void alarm() {
        server.notifications()
                .publish(
                        ImmutableNodes.newContainerBuilder()
                                .withNodeIdentifier(id("port-power-alarm"))
                                .build(),
                        Instant.EPOCH);
    }

    @Override
    public void close() {
        server.close();
    }

    private void check(ConfigChange change) throws NetconfError {
        for (var port : ports(change.after())) {
            if (broken.contains(port)) {
                throw NetconfError.application(ErrorTag.OPERATION_FAILED, "port " + port + " has failed");
            }
        }
    }

    private Set<Integer> ports(ContainerNode config) {
        final var found = new HashSet<Integer>();
        if (config.childByArg(id("cross-connects")) instanceof ContainerNode connections
                && connections.childByArg(id(list)) instanceof MapNode pairs) {
            for (MapEntryNode pair : pairs.body()) {
                found.add(
                        Integer.valueOf(pair.getChildByArg(id("ingress")).body().toString()));
                found.add(
                        Integer.valueOf(pair.getChildByArg(id("egress")).body().toString()));
            }
        }
        return found;
    }

    private ContainerNode settings() {
        return ImmutableNodes.newContainerBuilder()
                .withNodeIdentifier(id("system-config"))
                .withChild(ImmutableNodes.leafNode(name("start-up-mode"), "MODE_PRESERVE"))
                .build();
    }

    private QName name(String name) {
        return QName.create("http://www.polatis.com/yang/optical-switch", revision, name);
    }

    private NodeIdentifier id(String name) {
        return new NodeIdentifier(name(name));
    }
}
