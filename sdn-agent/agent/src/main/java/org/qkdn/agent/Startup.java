package org.qkdn.agent;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import org.qkdn.agent.plan.KeyStorePlan;
import org.qkdn.agent.rules.CommitRules;
import org.qkdn.agent.rules.ConfigurationRules;
import org.qkdn.agent.yang.ConfigurationReader;
import org.qkdn.agent.yang.InventoryWriter;
import org.qkdn.netconf.CallHome;
import org.qkdn.netconf.NetconfError;
import org.qkdn.netconf.NetconfServer;
import org.qkdn.netconf.NetconfSettings;
import org.qkdn.netconf.NetconfTls;
import org.qkdn.netconf.NetconfUser;
import org.qkdn.netconf.TreeDatastore;
import org.qkdn.netconf.YangModel;
import org.qkdn.netconf.restconf.RestconfServer;
import org.qkdn.netconf.restconf.RestconfSettings;

/** From the agent's own configuration file to what its NETCONF server needs. */
final class Startup {
    private Startup() {}

    static NetconfSettings settings(AgentConfiguration configuration) throws IOException {
        var users = new ArrayList<NetconfUser>();
        for (var user : configuration.users()) {
            var access = NetconfUser.Access.named(user.access()).orElseThrow();
            users.add(
                    user.publicKey() == null
                            ? new NetconfUser(user.name(), Optional.empty(), access)
                            : NetconfUser.of(user.name(), user.publicKey(), access));
        }
        var netconf = configuration.netconf();
        var tls = configuration.tls();
        var settings = new NetconfSettings(netconf.host(), netconf.port(), netconf.hostKey(), users)
                .withTls(new NetconfTls(tls.certificate(), tls.key(), tls.ca()))
                .withCallHome(netconf.callHome().stream().map(Startup::home).toList())
                .withCheckpoint(configuration.stateDirectory().resolve("confirmed-commit.xml"));
        return netconf.tlsPort() == null ? settings : settings.withTlsPort(netconf.tlsPort());
    }

    /** Beside the NETCONF server, on its data; empty where agent.yaml has no place for it. */
    static Optional<RestconfServer> restconf(AgentConfiguration configuration, NetconfServer server)
            throws IOException {
        var place = configuration.restconf();
        if (place == null) {
            return Optional.empty();
        }
        var tls = configuration.tls();
        var settings = new RestconfSettings(
                place.host(), place.port(), new NetconfTls(tls.certificate(), tls.key(), tls.ca()));
        return Optional.of(RestconfServer.start(settings, server.core()));
    }

    private static CallHome home(AgentConfiguration.Home home) {
        return new CallHome(
                home.host(),
                home.port(),
                CallHome.Protocol.named(home.protocol()).orElseThrow());
    }

    /** The configuration as it was left, brought in line with agent.yaml. */
    static TreeDatastore datastore(AgentConfiguration configuration, YangModel model, NodeView view, KeyStorePlan plan)
            throws IOException {
        var node = configuration.node();
        var file = configuration.stateDirectory().resolve("running.xml");
        var datastore = TreeDatastore.builder(model)
                .file(file)
                .initial(InventoryWriter.fresh(node))
                .hook(new CommitRules(new ConfigurationRules(node.id(), plan), view::configured))
                .state(view::state)
                .build();
        requireSameNode(node, file, datastore);
        try {
            takeOver(configuration, datastore);
        } catch (NetconfError e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
        view.configured(ConfigurationReader.read(datastore.running()));
        return datastore;
    }

    private static void requireSameNode(AgentConfiguration.Node node, Path file, TreeDatastore datastore)
            throws IOException {
        var stored = ConfigurationReader.read(datastore.running()).nodeId().orElse("(none)");
        if (!stored.equals(node.id())) {
            throw new IOException(file + ": is the configuration of node " + stored + ", not of " + node.id()
                    + "; name another stateDirectory, or put the right node/id into agent.yaml");
        }
    }

    /** Where agent.yaml has the last word. */
    private static void takeOver(AgentConfiguration configuration, TreeDatastore datastore) throws NetconfError {
        var modules = configuration.interfaceIds();
        var gone = ConfigurationReader.read(datastore.running()).interfaces().keySet().stream()
                .filter(id -> !modules.contains(Math.toIntExact(id)))
                .toList();
        var version = configuration.node().version();
        datastore.write(CommitRules.AGENT, change -> {
            gone.forEach(id -> InventoryWriter.withoutModule(change, id));
            if (!version.isEmpty()) {
                InventoryWriter.version(change, version);
            }
        });
    }
}
