package org.qkdn.netconf.client;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.function.Predicate;
import javax.net.ssl.SSLException;
import org.opendaylight.netconf.transport.tls.FixedSslHandlerFactory;
import org.opendaylight.netconf.transport.tls.SslHandlerFactory;

/** The client's side of mutual TLS 1.3 (RFC 7589). */
final class TlsClients {
    private TlsClients() {}

    /**
     * Shows the keys, and takes servers whose fingerprint is accepted.
     *
     * @throws IOException naming the file at fault
     */
    static SslHandlerFactory handlers(TlsKeys keys, Predicate<String> accepts) throws IOException {
        return new FixedSslHandlerFactory(context(keys, accepts));
    }

    /** The JDK's. */
    static SslContext context(TlsKeys keys, Predicate<String> accepts) throws IOException {
        for (var file : List.of(keys.certificate(), keys.key())) {
            if (!Files.isReadable(file)) {
                throw new IOException(file + ": cannot be read; TLS with devices needs it as a PEM file");
            }
        }
        try {
            return SslContextBuilder.forClient()
                    .keyManager(keys.certificate().toFile(), keys.key().toFile())
                    .trustManager(new PinnedCertificates(accepts))
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3")
                    // the fingerprint takes the place of the name
                    .endpointIdentificationAlgorithm(null)
                    .build();
        } catch (IllegalArgumentException | SSLException e) {
            throw new IOException(
                    keys.certificate() + ": expected a PEM certificate with " + keys.key() + " as its PKCS#8 key", e);
        }
    }
}
