package org.qkdn.netconf.client;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.opendaylight.netconf.shaded.sshd.client.ClientFactoryManager;
import org.opendaylight.netconf.shaded.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.opendaylight.netconf.shaded.sshd.client.session.ClientSession;
import org.opendaylight.netconf.shaded.sshd.common.NamedResource;
import org.opendaylight.netconf.shaded.sshd.common.config.keys.FilePasswordProvider;
import org.opendaylight.netconf.shaded.sshd.common.keyprovider.KeyIdentityProvider;
import org.opendaylight.netconf.shaded.sshd.common.session.Session;
import org.opendaylight.netconf.shaded.sshd.common.util.security.SecurityUtils;
import org.opendaylight.netconf.shaded.sshd.core.CoreModuleProperties;
import org.opendaylight.netconf.transport.ssh.ClientFactoryManagerConfigurator;

/** The user's key pair and the one host key that is accepted: OpenDaylight's client alone would accept any. */
final class SshCredentials extends ClientFactoryManagerConfigurator {
    private static final int UNANSWERED_KEEP_ALIVES = 3;

    private final NetconfTarget.Ssh target;
    private final List<KeyPair> identity;
    private final Duration keepAlive;
    private volatile Optional<String> refusal = Optional.empty();
    private volatile Optional<Session> connection = Optional.empty();

    SshCredentials(NetconfTarget.Ssh target, Duration keepAlive) throws IOException {
        this.target = target;
        this.identity = load(target.user(), target.privateKey());
        this.keepAlive = keepAlive;
    }

    /** Why the host key was refused, if it was. */
    Optional<String> refusal() {
        return refusal;
    }

    /** Ends a connection that came to nothing; OpenDaylight would keep it open. */
    void hangUp() {
        connection.ifPresent(session -> session.close(true));
    }

    @Override
    protected void configureClientFactoryManager(ClientFactoryManager client) {
        KeyExchanges.quickestFirst(client);
        client.setServerKeyVerifier(this::verify);
        client.setKeyIdentityProvider(KeyIdentityProvider.wrapKeyPairs(identity));
        client.setUserAuthFactories(List.of(new UserAuthPublicKeyFactory(client.getSignatureFactories())));
        client.addSessionListener(new org.opendaylight.netconf.shaded.sshd.common.session.SessionListener() {
            @Override
            public void sessionCreated(Session session) {
                connection = Optional.of(session);
            }
        });
        CoreModuleProperties.HEARTBEAT_INTERVAL.set(client, keepAlive);
        CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.set(client, UNANSWERED_KEEP_ALIVES);
    }

    private boolean verify(ClientSession session, SocketAddress address, PublicKey key) {
        final var shown = Fingerprint.of(key);
        if (target.hostKeyFingerprint().equals(shown)) {
            return true;
        }
        refusal = Optional.of(Fingerprint.refusal(target.address(), "host key", shown, target.hostKeyFingerprint()));
        return false;
    }

    static List<KeyPair> load(String user, Path file) throws IOException {
        final var found = new ArrayList<KeyPair>();
        try (var in = Files.newInputStream(file)) {
            final var pairs = SecurityUtils.loadKeyPairIdentities(
                    null, NamedResource.ofName(file.toString()), in, FilePasswordProvider.EMPTY);
            if (pairs != null) {
                pairs.forEach(found::add);
            }
        } catch (GeneralSecurityException | IOException e) {
            throw new IOException(
                    file + ": the private key of user " + user + " cannot be read: put a PEM file there", e);
        }
        if (found.isEmpty()) {
            throw new IOException(file + ": no private key in it for user " + user + ": put a PEM file there");
        }
        return found;
    }
}
