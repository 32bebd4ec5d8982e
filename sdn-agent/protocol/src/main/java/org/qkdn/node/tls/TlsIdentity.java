package org.qkdn.node.tls;

import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;

/**
 * The identity of one process of a node. Everything it opens or serves is mutual TLS 1.3; the peer's identity is the
 * common name of its certificate.
 */
public final class TlsIdentity {
    private static final String PROTOCOL = "TLSv1.3";

    /** BoringSSL where its library is there: twice the JDK's throughput on large messages, half its tail on small ones. */
    private static final SslProvider PROVIDER = OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK;

    private static final int HANDSHAKE_SECONDS = 10;
    private static final int PING_SECONDS = 10;
    private static final int PATIENCE_SECONDS = 10;

    private final PrivateKey key;
    private final X509Certificate[] chain;
    private final X509Certificate[] authorities;

    private TlsIdentity(PrivateKey key, X509Certificate[] chain, X509Certificate[] authorities) {
        this.key = key;
        this.chain = chain;
        this.authorities = authorities;
    }

    /**
     * Reads the three files.
     *
     * @throws IOException with one line that names the file and what to do about it
     */
    public static TlsIdentity load(TlsFiles files) throws IOException {
        return new TlsIdentity(privateKey(files.key()), certificates(files.certificate()), certificates(files.ca()));
    }

    /** Common name of this identity. */
    public String commonName() {
        return commonName(chain[0]);
    }

    /** For a Netty server: TLS 1.3, a client certificate of our CA is required. */
    public SslContext nettyServer() throws SSLException {
        return server().build();
    }

    /** For a Netty client that talks to nobody but the holder of the common name. */
    public SslContext nettyClient(String expectedCommonName) throws SSLException {
        return client(expectedCommonName).endpointIdentificationAlgorithm(null).build();
    }

    /** For {@code java.net.http}: as {@link #nettyClient}; the common name takes the place of the host name check. */
    public SSLContext jdkClient(String expectedCommonName) {
        try {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setKeyEntry("identity", key, new char[0], chain);
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, new char[0]);
            var context = SSLContext.getInstance(PROTOCOL);
            context.init(
                    keys.getKeyManagers(), new TrustManager[] {ExpectedPeer.of(authorities, expectedCommonName)}, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this JDK cannot make a TLS 1.3 client", e);
        }
    }

    /**
     * A gRPC server that requires client certificates; add a {@link CallerPolicy}, and services as {@link ReadableRequests}.
     * A client that does not get through the handshake, or never answers a ping, is let go soon: gRPC's own defaults are two
     * minutes and two hours.
     */
    public NettyServerBuilder grpcServer(InetSocketAddress address) throws SSLException {
        return NettyServerBuilder.forAddress(address)
                .handshakeTimeout(HANDSHAKE_SECONDS, TimeUnit.SECONDS)
                .keepAliveTime(PING_SECONDS, TimeUnit.SECONDS)
                .keepAliveTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .sslContext(GrpcSslContexts.configure(server(), PROVIDER).build());
    }

    /** A gRPC channel to nobody but the holder of the common name. */
    public ManagedChannel grpcChannel(String host, int port, String expectedCommonName) throws SSLException {
        var context = GrpcSslContexts.configure(client(expectedCommonName), PROVIDER)
                .endpointIdentificationAlgorithm(null)
                .build();
        return NettyChannelBuilder.forAddress(new InetSocketAddress(host, port))
                .sslContext(context)
                .build();
    }

    /** Common name of a certificate's subject; empty text where it has none. */
    public static String commonName(X509Certificate certificate) {
        try {
            return new LdapName(certificate.getSubjectX500Principal().getName())
                    .getRdns().stream()
                            .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
                            .map(Rdn::getValue)
                            .map(Object::toString)
                            .findFirst()
                            .orElse("");
        } catch (InvalidNameException e) {
            return "";
        }
    }

    /** Common name of the session's peer; empty where it showed no certificate. */
    public static Optional<String> peerCommonName(SSLSession session) {
        try {
            return session.getPeerCertificates()[0] instanceof X509Certificate certificate
                    ? Optional.of(commonName(certificate)).filter(name -> !name.isEmpty())
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }

    private SslContextBuilder server() {
        return SslContextBuilder.forServer(key, chain)
                .sslProvider(PROVIDER)
                .protocols(PROTOCOL)
                .trustManager(authorities)
                .clientAuth(ClientAuth.REQUIRE);
    }

    private SslContextBuilder client(String expectedCommonName) {
        return SslContextBuilder.forClient()
                .sslProvider(PROVIDER)
                .protocols(PROTOCOL)
                .keyManager(key, chain)
                .trustManager(ExpectedPeer.of(authorities, expectedCommonName));
    }

    private static X509Certificate[] certificates(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            Collection<?> found = CertificateFactory.getInstance("X.509").generateCertificates(in);
            var certificates = found.stream().map(X509Certificate.class::cast).toArray(X509Certificate[]::new);
            if (certificates.length == 0) {
                throw new IOException(file + " holds no certificate: it should be a PEM file with one");
            }
            return certificates;
        } catch (GeneralSecurityException e) {
            throw new IOException(file + " is not a PEM certificate: " + e.getMessage(), e);
        } catch (java.nio.file.NoSuchFileException e) {
            throw new IOException(file + " does not exist: it should be a PEM certificate", e);
        }
    }

    private static PrivateKey privateKey(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw new IOException(file + " cannot be read: it should be a PKCS#8 private key in PEM");
        }
        var pem = Files.readString(file);
        var begin = pem.indexOf("-----BEGIN PRIVATE KEY-----");
        var end = pem.indexOf("-----END PRIVATE KEY-----");
        if (begin < 0 || end < begin) {
            throw new IOException(file + " is not a PKCS#8 private key in PEM (-----BEGIN PRIVATE KEY-----)");
        }
        var encoded = Base64.getMimeDecoder().decode(pem.substring(begin + 27, end));
        for (var algorithm : List.of("EC", "RSA", "Ed25519")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
            } catch (GeneralSecurityException e) {
                // of another algorithm: try the next
            }
        }
        throw new IOException(file + " holds a key that is neither EC nor RSA nor Ed25519");
    }
}
