package org.qkdn.netconf.session;

import io.netty.channel.Channel;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.opendaylight.netconf.shaded.sshd.common.config.keys.KeyUtils;
import org.opendaylight.netconf.shaded.sshd.common.keyprovider.KeyPairProvider;
import org.opendaylight.netconf.shaded.sshd.common.session.Session;
import org.opendaylight.netconf.shaded.sshd.common.session.SessionListener;
import org.opendaylight.netconf.shaded.sshd.core.CoreModuleProperties;
import org.opendaylight.netconf.shaded.sshd.server.ServerFactoryManager;
import org.opendaylight.netconf.shaded.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.qkdn.netconf.NetconfUser;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The SSH side: one host key, public key authentication only, who is behind a connection, and whether he still is. */
final class SshEndpoint {
    private static final Logger LOG = LoggerFactory.getLogger(SshEndpoint.class);
    /** Somebody may have to type the passphrase of his key. */
    private static final int MOST_BEATS_TO_LOG_IN = 12;

    private final KeyPair hostKey;
    private final Map<String, NetconfUser> users;
    private final Duration keepAlive;
    // the library does not carry the SSH session to the NETCONF session
    private final Map<List<SocketAddress>, Session> authenticated = new ConcurrentHashMap<>();

    SshEndpoint(Path hostKey, List<NetconfUser> users, Duration keepAlive) throws IOException {
        this.hostKey = HostKey.load(hostKey);
        this.users = users.stream().collect(Collectors.toUnmodifiableMap(NetconfUser::name, Function.identity()));
        this.keepAlive = keepAlive;
    }

    void configure(ServerFactoryManager manager) {
        // a controller's session may be silent for long: the heartbeat finds the dead ones
        CoreModuleProperties.IDLE_TIMEOUT.set(manager, Duration.ZERO);
        manager.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
        manager.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
        manager.setPublickeyAuthenticator((name, key, session) -> Optional.ofNullable(users.get(name))
                .flatMap(NetconfUser::publicKey)
                .map(known -> KeyUtils.compareKeys(known, key))
                .orElse(false));
        manager.addSessionListener(new SessionListener() {
            @Override
            public void sessionCreated(Session session) {
                expectLogin(session);
            }

            @Override
            public void sessionEvent(Session session, Event event) {
                if (event == Event.Authenticated) {
                    authenticated.put(ends(session), session);
                }
            }

            @Override
            public void sessionClosed(Session session) {
                authenticated.remove(ends(session));
            }
        });
    }

    /** The library's own limit is never looked at here. */
    private void expectLogin(Session session) {
        CompletableFuture.delayedExecutor(
                        keepAlive.multipliedBy(MOST_BEATS_TO_LOG_IN).toNanos(), TimeUnit.NANOSECONDS)
                .execute(() -> {
                    if (!session.isAuthenticated()) {
                        LOG.info("{} did not log in in time", session.getRemoteAddress());
                        session.close(true);
                    }
                });
    }

    Optional<NetconfUser> userOf(Channel channel) {
        return sessionOf(channel).map(session -> users.get(session.getUsername()));
    }

    /** From now on the connection ends when its client is no longer there. */
    void watch(Channel channel) {
        sessionOf(channel).ifPresent(session -> channel.pipeline().addFirst(new Heartbeat(session, keepAlive)));
    }

    private Optional<Session> sessionOf(Channel channel) {
        return Optional.ofNullable(authenticated.get(List.of(channel.localAddress(), channel.remoteAddress())));
    }

    /** Both: of those that call home all have the same at the far end. */
    private static List<SocketAddress> ends(Session session) {
        final var io = session.getIoSession();
        return List.of(io.getLocalAddress(), io.getRemoteAddress());
    }
}
