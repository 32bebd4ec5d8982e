package org.qkdn.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import org.qkdn.agent.node.Loop;
import org.qkdn.agent.node.NodeParts;
import org.qkdn.agent.node.NodeSnapshot;
import org.qkdn.agent.plan.KeyStorePlan;
import org.qkdn.agent.report.ApplicationHistory;
import org.qkdn.agent.report.CreationFile;
import org.qkdn.netconf.NetconfServer;
import org.qkdn.netconf.YangModel;
import org.qkdn.netconf.restconf.RestconfServer;
import org.qkdn.node.tls.TlsIdentity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The SDN agent of one node: ETSI GS QKD 015 towards controllers, gRPC towards the parts of the node. */
public final class SdnAgent implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SdnAgent.class);

    private final NetconfServer server;
    private final Optional<RestconfServer> restconf;
    private final NodeParts parts;
    private final Loop loop;
    private final RelayedKeys relayed;

    private SdnAgent(
            NetconfServer server, Optional<RestconfServer> restconf, NodeParts parts, Loop loop, RelayedKeys relayed) {
        this.server = server;
        this.restconf = restconf;
        this.parts = parts;
        this.loop = loop;
        this.relayed = relayed;
    }

    public static SdnAgent start(AgentConfiguration configuration) throws IOException {
        return start(configuration, AgentModel.load());
    }

    /**
     * Serves once this returns.
     *
     * @param model {@link AgentModel#load()}, which all agents of a JVM may share
     * @throws IOException with one line that names the file or port at fault
     */
    public static SdnAgent start(AgentConfiguration configuration, YangModel model) throws IOException {
        var identity = identity(configuration);
        var settings = Startup.settings(configuration);
        var plan = new KeyStorePlan(configuration.saes());
        var clock = InstantSource.system();
        Files.createDirectories(configuration.stateDirectory());
        var creation = new CreationFile(configuration.stateDirectory().resolve("applications.json"));
        var view = new NodeView(
                clock,
                NodeSnapshot.silent(configuration.interfaceIds()),
                ApplicationHistory.of(creation.read(), clock.instant()));
        var datastore = Startup.datastore(configuration, model, view, plan);
        var relayed = RelayedKeys.of(configuration, identity);
        var server = NetconfServer.start(settings, model, datastore, relayed);
        var node = configuration.node();
        LOG.info("agent of {} serves NETCONF on port {}", node.name(), server.port());
        var loop = new Loop(node.name());
        var restconf = Optional.<RestconfServer>empty();
        try {
            restconf = Startup.restconf(configuration, server);
            var parts = new NodeParts(configuration, identity, plan, loop);
            var mind = new NodeMind(view, clock, loop, creation, datastore, server.notifications(), parts, node.id());
            view.whenConfigured(() -> {
                mind.keepCreated();
                loop.execute(mind::configured);
            });
            mind.keepCreated();
            mind.begin();
            return new SdnAgent(server, restconf, parts, loop, relayed);
        } catch (IOException e) {
            loop.close();
            restconf.ifPresent(RestconfServer::close);
            server.close();
            relayed.close();
            throw e;
        }
    }

    private static TlsIdentity identity(AgentConfiguration configuration) throws IOException {
        var identity = TlsIdentity.load(configuration.tls());
        var expected = "agent-" + configuration.node().name();
        if (!identity.commonName().equals(expected)) {
            throw new IOException(configuration.tls().certificate() + ": is the certificate of '"
                    + identity.commonName() + "', not of '" + expected + "'; name the right one in agent.yaml");
        }
        return identity;
    }

    /** Port of the NETCONF server. */
    public int port() {
        return server.port();
    }

    /** Port of the RESTCONF server; empty where there is none. */
    public OptionalInt restconfPort() {
        return restconf.map(RestconfServer::port).map(OptionalInt::of).orElse(OptionalInt.empty());
    }

    /** Ends all sessions and connections. The parts of the node go on as they were told last. */
    @Override
    public void close() {
        restconf.ifPresent(RestconfServer::close);
        server.close();
        loop.close();
        parts.close();
        relayed.close();
    }
}
