package org.qkdn.agent;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Consumer;
import org.opendaylight.yangtools.yang.data.tree.api.DataTreeModification;
import org.qkdn.agent.desired.QkdInterface;
import org.qkdn.agent.node.Inventory;
import org.qkdn.agent.node.Loop;
import org.qkdn.agent.node.NodeParts;
import org.qkdn.agent.node.NodeSnapshot;
import org.qkdn.agent.report.CreationFile;
import org.qkdn.agent.report.EventWatch;
import org.qkdn.agent.report.NodeEvent;
import org.qkdn.agent.rules.CommitRules;
import org.qkdn.agent.yang.InventoryWriter;
import org.qkdn.agent.yang.NotificationWriter;
import org.qkdn.netconf.NetconfError;
import org.qkdn.netconf.NotificationStream;
import org.qkdn.netconf.TreeDatastore;
import org.qkdn.node.v1.ModuleDescription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings together what a controller wants of the node and what the node's parts say: tells the parts, keeps the
 * inventory, notifies. Works on the agent's loop.
 */
final class NodeMind implements NodeParts.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(NodeMind.class);
    private static final Duration TICK = Duration.ofSeconds(1);

    private final NodeView view;
    private final InstantSource clock;
    private final Loop loop;
    private final CreationFile creation;
    private final TreeDatastore datastore;
    private final NotificationStream stream;
    private final NodeParts parts;
    private final NotificationWriter notifications;
    private final EventWatch events = new EventWatch();
    private Map<String, Instant> created;

    NodeMind(
            NodeView view,
            InstantSource clock,
            Loop loop,
            CreationFile creation,
            TreeDatastore datastore,
            NotificationStream stream,
            NodeParts parts,
            String nodeId) {
        this.view = view;
        this.clock = clock;
        this.loop = loop;
        this.creation = creation;
        this.datastore = datastore;
        this.stream = stream;
        this.parts = parts;
        notifications = new NotificationWriter(nodeId);
        created = view.created();
    }

    /** Follows the configuration from now on. */
    void begin() {
        loop.execute(() -> {
            parts.want(view.configuration(), clock.instant());
            parts.open(this);
        });
        // brings what time alone changes: applications that expire, notifications that were held back
        loop.every(TICK, () -> {
            parts.want(view.configuration(), clock.instant());
            look();
        });
    }

    /** A commit was made. */
    void configured() {
        parts.want(view.configuration(), clock.instant());
        look();
    }

    /** Keeps when applications came, within the commit that brings them: a stop or a crash right after it forgets nothing. */
    synchronized void keepCreated() {
        var now = view.created();
        if (!now.equals(created)) {
            created = now;
            try {
                creation.write(now);
            } catch (IOException e) {
                LOG.warn("creation times of applications are not kept: {}", e.toString());
            }
        }
    }

    @Override
    public void changed(NodeSnapshot snapshot) {
        view.heard(snapshot);
        look();
    }

    private void look() {
        var conditions = view.conditions();
        events.observe(view.configuration(), view.snapshot(), conditions, clock.instant())
                .forEach(this::publish);
    }

    private void publish(NodeEvent event) {
        LOG.info("{}", event);
        stream.publish(notifications.write(event), clock.instant());
    }

    @Override
    public void described(int interfaceId, ModuleDescription description) {
        final QkdInterface found;
        try {
            found = Inventory.module(interfaceId, description);
        } catch (IllegalArgumentException e) {
            LOG.error("interface {} is left out of the inventory: {}", interfaceId, e.getMessage());
            return;
        }
        var known = view.configuration().interfaces();
        if (found.equals(known.get(found.id()))) {
            return;
        }
        var attachment = Inventory.attachment(description);
        var isNew = !known.containsKey(found.id());
        if (wrote(change -> InventoryWriter.module(change, found, attachment)) && isNew) {
            publish(new NodeEvent.InterfaceNew(found, attachment));
        }
    }

    private boolean wrote(Consumer<DataTreeModification> edit) {
        try {
            datastore.write(CommitRules.AGENT, edit);
            return true;
        } catch (NetconfError e) {
            LOG.error("the inventory cannot be kept: {}", e.getMessage());
            return false;
        }
    }
}
