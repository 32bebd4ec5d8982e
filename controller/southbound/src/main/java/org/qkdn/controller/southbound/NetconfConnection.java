package org.qkdn.controller.southbound;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.qkdn.controller.core.model.Limitation;
import org.qkdn.controller.southbound.etsi.Dialect;
import org.qkdn.controller.southbound.etsi.Difference;
import org.qkdn.controller.southbound.etsi.EditWriter;
import org.qkdn.controller.southbound.etsi.Etsi;
import org.qkdn.controller.southbound.etsi.RelayedKeysCall;
import org.qkdn.controller.southbound.etsi.YangLibrary;
import org.qkdn.netconf.client.Dom;
import org.qkdn.netconf.client.NetconfClients;
import org.qkdn.netconf.client.NetconfSession;
import org.qkdn.netconf.client.NetconfTarget;
import org.qkdn.netconf.client.Reply;
import org.qkdn.netconf.client.Rpc;
import org.qkdn.netconf.client.SessionListener;
import org.qkdn.netconf.client.Store;
import org.qkdn.netconf.client.SubscribedSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.w3c.dom.Element;

/** An agent over NETCONF (RFC 6241): one edit, by way of candidate where there is one. */
final class NetconfConnection implements AgentConnection {
    private static final Logger LOG = LoggerFactory.getLogger(NetconfConnection.class);

    private final String name;
    private final SubscribedSession session;
    private final Mandate mandate;
    private final YangLibrary library;

    private NetconfConnection(String name, SubscribedSession session, Mandate mandate, YangLibrary library) {
        this.name = name;
        this.session = session;
        this.mandate = mandate;
        this.library = library;
    }

    /** Throws also where the server's hello says that it cannot be programmed. */
    static NetconfConnection open(
            String name, NetconfClients clients, NetconfTarget target, Mandate mandate, SessionListener listener)
            throws IOException {
        final var session = SubscribedSession.open(clients, target, "NETCONF", listener);
        try {
            final var requests = session.requests();
            if (!requests.offers("candidate") && !requests.offers("writable-running")) {
                throw new IOException(name + ": the server offers neither :candidate nor :writable-running");
            }
            return new NetconfConnection(name, session, mandate, library(requests));
        } catch (IOException e) {
            session.close();
            throw e;
        }
    }

    @Override
    public YangLibrary library() {
        return library;
    }

    @Override
    public List<Limitation> limitations() {
        final var found = new ArrayList<Limitation>();
        if (!notifies()) {
            found.add(new Limitation(Limitation.Kind.NO_NOTIFICATIONS, "sends no notifications"));
        }
        if (!offers("candidate") && !offers("rollback-on-error")) {
            found.add(new Limitation(
                    Limitation.Kind.NOT_ATOMIC,
                    "offers neither :candidate nor :rollback-on-error: an edit that it refuses may leave a part until"
                            + " the next reading"));
        }
        return List.copyOf(found);
    }

    @Override
    public boolean notifies() {
        return session.isSubscribed();
    }

    @Override
    public Element read() throws IOException {
        return Dom.find(session.demand(Rpc.get(Etsi.NODE, Etsi.ROOT)), "data", Etsi.ROOT)
                .orElseThrow(() -> new IOException(name + ": the server has no qkd_node of ETSI GS QKD 015"));
    }

    @Override
    public Reply write(Difference difference, Dialect dialect) throws IOException {
        final var reply = send(EditWriter.write(difference, dialect));
        if (reply instanceof Reply.Answer
                && offers("startup")
                && change(Rpc.copyRunningToStartup()) instanceof Reply.Refused refused) {
            LOG.warn("{}: running was not copied to startup: {}", name, refused.text());
        }
        return reply;
    }

    /** On running where that may be written: some servers look at an edit of candidate only once it is committed. */
    @Override
    public Optional<Reply> test(Difference difference, Dialect dialect) throws IOException {
        if (!session.requests().offers("validate", "1.1")) {
            return Optional.empty();
        }
        final var store = offers("writable-running") ? Store.RUNNING : Store.CANDIDATE;
        return Optional.of(session.call(Rpc.testEdit(store, EditWriter.write(difference, dialect))));
    }

    @Override
    public Element ask(RelayedKeysCall call) throws IOException {
        return session.demand(call.rpc());
    }

    @Override
    public void close() {
        session.close();
    }

    private Reply send(Element root) throws IOException {
        if (!offers("candidate")) {
            return change(Rpc.editConfig(Store.RUNNING, offers("rollback-on-error"), root));
        }
        if (change(Rpc.lock(Store.CANDIDATE)) instanceof Reply.Refused refused) {
            return refused;
        }
        final var edited = change(Rpc.editConfig(Store.CANDIDATE, false, root));
        final var result = edited instanceof Reply.Answer ? change(Rpc.commit()) : edited;
        if (result instanceof Reply.Refused) {
            session.demand(Rpc.discardChanges());
        }
        session.demand(Rpc.unlock(Store.CANDIDATE));
        return result;
    }

    private Reply change(Rpc rpc) throws IOException {
        mandate.require();
        return session.call(rpc);
    }

    private boolean offers(String capability) {
        return session.requests().offers(capability);
    }

    /** The hello has all that is to be known of an agent of ours; of others it may list what is only imported. */
    private static YangLibrary library(NetconfSession requests) throws IOException {
        if (requests.revision(Etsi.EXTENSION).isPresent()) {
            return new YangLibrary(requests.revision(Etsi.NODE), YangLibrary.Types.IMPLEMENTED, true);
        }
        for (var root : YangLibrary.ROOTS) {
            if (requests.call(Rpc.get(YangLibrary.NAMESPACE, root)) instanceof Reply.Answer(Element reply)) {
                final var found = Dom.find(reply, "data", root);
                if (found.isPresent()) {
                    final var library = YangLibrary.of(found.get());
                    return new YangLibrary(
                            library.revision().or(() -> requests.revision(Etsi.NODE)),
                            library.types(),
                            library.extension());
                }
            }
        }
        return new YangLibrary(requests.revision(Etsi.NODE), YangLibrary.Types.UNKNOWN, false);
    }
}
