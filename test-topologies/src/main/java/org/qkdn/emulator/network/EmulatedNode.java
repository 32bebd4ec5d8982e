package org.qkdn.emulator.network;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.qkdn.agent.SdnAgent;
import org.qkdn.emulator.module.ModulePark;
import org.qkdn.emulator.topology.Site;
import org.qkdn.forwarding.ForwardingConfiguration;
import org.qkdn.forwarding.ForwardingModule;
import org.qkdn.lkms.Lkms;
import org.qkdn.netconf.YangModel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The processes of one node, run in this JVM from the files they would have as processes of their own. */
final class EmulatedNode {
    private static final Logger LOG = LoggerFactory.getLogger(EmulatedNode.class);

    private final Site site;
    private final StateDirectory state;
    private final ModulePark modules;
    private final YangModel agentModel;
    /** Last started first. */
    private final Deque<Part> running = new ArrayDeque<>();

    private record Part(String name, AutoCloseable process) {}

    EmulatedNode(Site site, StateDirectory state, ModulePark modules, YangModel agentModel) {
        this.site = site;
        this.state = state;
        this.modules = modules;
        this.agentModel = agentModel;
    }

    Site site() {
        return site;
    }

    synchronized boolean isRunning() {
        return !running.isEmpty();
    }

    synchronized void start() throws IOException {
        if (isRunning()) {
            return;
        }
        try {
            modules.start(site.name());
            running.push(new Part("modules", () -> modules.stop(site.name())));
            // LKMS
            // FM
            var lkms = org.qkdn.lkms.ConfigurationFile.read(state.lkmsFile(site.name()));
            running.push(new Part("LKMS", Lkms.start(lkms)));
            var forwarding = ForwardingConfiguration.load(state.forwardingFile(site.name()));
            running.push(new Part("forwarding module", ForwardingModule.start(forwarding)));
            var agent = org.qkdn.agent.ConfigurationFile.read(state.agentFile(site.name()));
            running.push(new Part("agent", SdnAgent.start(agent, agentModel)));
        } catch (IOException e) {
            stop();
            throw new IOException("node " + site.name() + ": " + e.getMessage(), e);
        }
    }

    synchronized void stop() {
        while (!running.isEmpty()) {
            var part = running.pop();
            try {
                part.process().close();
            } catch (Exception e) {
                LOG.warn("{} of {} did not stop cleanly: {}", part.name(), site.name(), e.toString());
            }
        }
    }
}
