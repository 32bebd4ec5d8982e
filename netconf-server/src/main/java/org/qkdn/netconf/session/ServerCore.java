package org.qkdn.netconf.session;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.opendaylight.yangtools.yang.common.QName;
import org.opendaylight.yangtools.yang.data.api.schema.ContainerNode;
import org.qkdn.netconf.NetconfDatastore;
import org.qkdn.netconf.NetconfError;
import org.qkdn.netconf.NetconfUser;
import org.qkdn.netconf.RpcHandler;
import org.qkdn.netconf.YangModel;
import org.qkdn.netconf.access.AccessControl;
import org.qkdn.netconf.data.ConfigTree;
import org.qkdn.netconf.data.Dom;
import org.qkdn.netconf.filter.Filter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.w3c.dom.Element;

/**
 * What the protocols of one server share, for one beside NETCONF: the same data, users, access rules, locks and
 * notifications. Nothing that is refused over NETCONF passes here.
 */
public final class ServerCore {
    /** No NETCONF session has it (RFC 6241 3.2: they begin at 1). */
    private static final long NO_SESSION = 0;

    private static final Logger LOG = LoggerFactory.getLogger(ServerCore.class);

    private final YangModel model;
    private final NetconfDatastore datastore;
    private final ConfigTree tree;
    private final Reading reading;
    private final Locks locks;
    private final AccessControl access;
    private final Subscriptions subscriptions;
    private final ServerState state;
    private final RpcHandler rpcs;
    private final List<NetconfUser> users;

    ServerCore(
            YangModel model,
            NetconfDatastore datastore,
            ConfigTree tree,
            Reading reading,
            Locks locks,
            AccessControl access,
            Subscriptions subscriptions,
            ServerState state,
            RpcHandler rpcs,
            List<NetconfUser> users) {
        this.model = model;
        this.datastore = datastore;
        this.tree = tree;
        this.reading = reading;
        this.locks = locks;
        this.access = access;
        this.subscriptions = subscriptions;
        this.state = state;
        this.rpcs = rpcs;
        this.users = List.copyOf(users);
    }

    public YangModel model() {
        return model;
    }

    public List<NetconfUser> users() {
        return users;
    }

    /** Adds a top-level node to what the server reports of itself; for good. */
    public void reports(String namespace, String name, Consumer<Element> writer) {
        state.add(namespace, name, writer);
    }

    public ContainerNode running() throws NetconfError {
        return datastore.running();
    }

    /**
     * Configuration, or both it and the state, as far as the user may see them.
     *
     * @return an element that holds top-level nodes
     */
    public Element read(NetconfUser user, boolean withState, Optional<Filter> roots) throws NetconfError {
        access.requireExecution(user, Dom.BASE, withState ? "get" : "get-config");
        return reading.visible(user, withState, roots);
    }

    /** Something that must hold of the configuration that an edit finds. */
    @FunctionalInterface
    public interface Condition {
        void require(ContainerNode before) throws NetconfError;
    }

    /** Edits running as edit-config does; returning means: written to stable storage. */
    public void edit(NetconfUser user, Condition condition, ConfigTree.Edit edit) throws NetconfError {
        access.requireExecution(user, Dom.BASE, "edit-config");
        locks.requireFree(Target.RUNNING, NO_SESSION);
        datastore.commit(before -> {
            condition.require(before);
            final var change = tree.change(before, user.name(), edit);
            access.requireWrite(user, change.before(), change.after());
            return change;
        });
        LOG.info("{} has changed running without a session", user.name());
    }

    /** Carries out an RPC of the served modules. */
    public Optional<ContainerNode> invoke(NetconfUser user, QName rpc, ContainerNode input) throws NetconfError {
        access.requireExecution(user, rpc.getNamespace().toString(), rpc.getLocalName());
        return rpcs.invoke(rpc, input, user.name());
    }

    public Set<String> streams() {
        return subscriptions.streams();
    }

    /** Since when there is a log to replay. */
    public Instant logCreated() {
        return subscriptions.log().created();
    }

    /**
     * What somebody wants to hear.
     *
     * @param start of the replay; without it there is none
     */
    public record Hearing(Optional<Filter> filter, Optional<Instant> start, Optional<Instant> stop) {}

    /** Throws unless the user may follow the notifications at all. */
    public void requireHearing(NetconfUser user) throws NetconfError {
        access.requireExecution(user, Dispatcher.NOTIFICATION, "create-subscription");
    }

    /** Calls {@code answer}, then {@code sink} for each notification, until {@link #leave}. */
    public Follower follow(NetconfUser user, Hearing hearing, Runnable answer, Follower.Sink sink) {
        final var terms = new SubscriptionTerms(hearing.filter(), hearing.start(), hearing.stop());
        final var follower = subscriptions.follow(user, terms, sink);
        follower.begin(answer, subscriptions.log());
        return follower;
    }

    public void leave(Follower follower) {
        subscriptions.leave(follower);
    }
}
