package org.qkdn.netconf.session;

import io.netty.channel.Channel;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.opendaylight.netconf.common.NetconfTimer;
import org.opendaylight.netconf.nettyutil.AbstractChannelInitializer;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.netconf.base._1._0.rev110601.SessionIdType;
import org.opendaylight.yangtools.yang.common.Uint32;
import org.qkdn.netconf.NetconfDatastore;
import org.qkdn.netconf.NetconfSettings;
import org.qkdn.netconf.NetconfUser;
import org.qkdn.netconf.NotificationStream;
import org.qkdn.netconf.RpcHandler;
import org.qkdn.netconf.YangModel;
import org.qkdn.netconf.access.AccessControl;
import org.qkdn.netconf.data.CheckpointFile;
import org.qkdn.netconf.data.ConfigTree;
import org.qkdn.netconf.data.Dom;
import org.qkdn.netconf.data.EditReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.w3c.dom.Element;

/** Puts the parts of one server together, and a session on each authenticated connection. */
@SuppressWarnings("FutureReturnValueIgnored") // a channel being closed needs no waiting for
final class NetconfService {
    private static final Logger LOG = LoggerFactory.getLogger(NetconfService.class);

    private final NetconfSettings settings;
    private final NetconfTimer timer;
    private final Sessions sessions = new Sessions();
    private final AtomicLong lastId = new AtomicLong();
    private final Set<String> capabilities;
    private final Subscriptions subscriptions;
    private final Confirmation confirmation;
    private final SessionEvents events;
    private final ServerCore core;

    NetconfService(
            NetconfSettings settings,
            NetconfTimer timer,
            YangModel model,
            NetconfDatastore datastore,
            RpcHandler rpcs) {
        this.settings = settings;
        this.timer = timer;
        final var library = new YangLibrary(model);
        capabilities = Capabilities.of(model, library.contentId());
        final var streams = new LinkedHashSet<>(List.of("NETCONF", settings.stream()));
        final var access = new AccessControl(datastore, model);
        final var log = new ReplayLog(settings.replay());
        subscriptions = new Subscriptions(model, streams, log, timer, access, sessions.total());
        final var tree = new ConfigTree(model);
        final var candidate = new Candidate(datastore, tree);
        final var locks = new Locks();
        confirmation = new Confirmation(
                datastore, tree, timer, settings.checkpoint().map(file -> new CheckpointFile(file, model)));
        final var state = new ServerState(
                model,
                library,
                new Monitoring(model, capabilities, locks, sessions),
                access,
                data -> write(streams, log, data));
        final var reading = new Reading(model, datastore, candidate, state, access);
        core = new ServerCore(
                model, datastore, tree, reading, locks, access, subscriptions, state, rpcs, settings.users());
        final var dispatcher = new Dispatcher(
                new Replies(model),
                sessions,
                reading,
                new Editing(model, datastore, tree, new EditReader(model), candidate, locks, confirmation, access),
                new Committing(candidate, locks, confirmation, access),
                subscriptions,
                new ModelRpcs(model, rpcs),
                access);
        events = new SessionEvents(dispatcher, sessions);
    }

    /** Before the first session. */
    void recover() throws IOException {
        confirmation.recover();
    }

    ServerCore core() {
        return core;
    }

    NotificationStream notifications() {
        return subscriptions;
    }

    void accept(Channel channel, Optional<NetconfUser> user, String transport) {
        if (user.isEmpty() || sessions.all().size() >= settings.maxSessions()) {
            LOG.warn(
                    "Connection from {} is refused: {}",
                    channel.remoteAddress(),
                    user.isEmpty()
                            ? "no user has that certificate"
                            : "there are " + sessions.all().size() + " sessions");
            sessions.countDropped();
            channel.close();
            return;
        }
        final var id = new SessionIdType(Uint32.valueOf(lastId.incrementAndGet()));
        new AbstractChannelInitializer<ServerSession>() {
            @Override
            protected void initializeSessionNegotiator(Channel ch, Promise<ServerSession> promise) {
                ch.pipeline()
                        .addLast(
                                NETCONF_SESSION_NEGOTIATOR, negotiator(ch, promise, id, user.orElseThrow(), transport));
            }
        }.initialize(channel, channel.eventLoop().newPromise());
    }

    void closeSessions() {
        sessions.all().forEach(ServerSession::close);
    }

    private Negotiator negotiator(
            Channel channel, Promise<ServerSession> promise, SessionIdType id, NetconfUser user, String transport) {
        return new Negotiator(capabilities, id, user, transport, promise, channel, timer, events, sessions);
    }

    /** RFC 5277 3.2.5. */
    private static void write(Set<String> streams, ReplayLog log, Element netconf) {
        final var namespace = ServerState.NETMOD_NOTIFICATION;
        final var list = Dom.append(netconf, namespace, "streams");
        for (var name : streams) {
            final var stream = Dom.append(list, namespace, "stream");
            Dom.append(stream, namespace, "name", name);
            Dom.append(stream, namespace, "description", "all notifications of this server");
            Dom.append(stream, namespace, "replaySupport", "true");
            Dom.append(stream, namespace, "replayLogCreationTime", log.created().toString());
            log.aged().ifPresent(time -> Dom.append(stream, namespace, "replayLogAgedTime", time.toString()));
        }
    }
}
