package org.qkdn.netconf.session;

import io.netty.channel.Channel;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.opendaylight.netconf.transport.tls.FixedSslHandlerFactory;
import org.opendaylight.netconf.transport.tls.SslHandlerFactory;
import org.qkdn.netconf.NetconfTls;
import org.qkdn.netconf.NetconfUser;

/**
 * The TLS side (RFC 7589): TLS 1.3, a client certificate always required, and who is behind a connection: the user whose
 * name is the common name of the certificate (RFC 7407, map type common-name).
 */
public final class TlsEndpoint {
    private final SslContext context;
    private final Map<String, NetconfUser> users;

    /** The exception's message names the file at fault. */
    public TlsEndpoint(NetconfTls files, List<NetconfUser> users) throws IOException {
        for (var file : List.of(files.certificate(), files.key(), files.ca())) {
            if (!Files.isReadable(file)) {
                throw new IOException(file + ": cannot be read; TLS needs it as a PEM file");
            }
        }
        context = context(files);
        this.users = users.stream().collect(Collectors.toUnmodifiableMap(NetconfUser::name, Function.identity()));
    }

    /** For a server that is none of OpenDaylight's. */
    public SslContext context() {
        return context;
    }

    SslHandlerFactory handlers() {
        return new FixedSslHandlerFactory(context);
    }

    public Optional<NetconfUser> userOf(Channel channel) {
        return Optional.ofNullable(channel.pipeline().get(SslHandler.class))
                .flatMap(TlsEndpoint::commonName)
                .map(users::get);
    }

    private static SslContext context(NetconfTls files) throws IOException {
        final SslContextBuilder builder;
        try {
            builder = SslContextBuilder.forServer(
                    files.certificate().toFile(), files.key().toFile());
        } catch (IllegalArgumentException e) {
            throw unusable(files.certificate(), "a PEM certificate with " + files.key() + " as its PKCS#8 key", e);
        }
        try {
            return builder.trustManager(files.ca().toFile())
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3")
                    .clientAuth(ClientAuth.REQUIRE)
                    .build();
        } catch (IllegalArgumentException | SSLException e) {
            throw unusable(files.ca(), "PEM certificates of the authorities to trust", e);
        }
    }

    private static Optional<String> commonName(SslHandler handler) {
        try {
            return handler.engine().getSession().getPeerCertificates()[0] instanceof X509Certificate certificate
                    ? new LdapName(certificate.getSubjectX500Principal().getName())
                            .getRdns().stream()
                                    .filter(part -> part.getType().equalsIgnoreCase("CN"))
                                    .map(part -> part.getValue().toString())
                                    .findFirst()
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException | InvalidNameException e) {
            return Optional.empty();
        }
    }

    private static IOException unusable(Path file, String expected, Exception cause) {
        return new IOException(file + ": expected " + expected, cause);
    }
}
