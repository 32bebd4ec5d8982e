package org.qkdn.controller.northbound.tls;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLException;

/** The server's side of mutual TLS: TLS 1.3 only, a client certificate always required. */
public final class ServerTls {
    private ServerTls() {}

    /**
     * Offers HTTP/1.1 and nothing else: over HTTP/2 OpenDaylight's RESTCONF 10.0.2 answers on a wrong stream.
     *
     * @throws IOException if a file is missing or not what it should be; the message names it
     */
    public static SslContext http11(TlsFiles files) throws IOException {
        for (var file : List.of(files.certificate(), files.key(), files.ca())) {
            if (!Files.isReadable(file)) {
                throw new IOException(file + ": cannot be read; make it readable or correct its path under 'tls'");
            }
        }
        try {
            return builder(files)
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3")
                    .clientAuth(ClientAuth.REQUIRE)
                    .applicationProtocolConfig(new ApplicationProtocolConfig(
                            Protocol.ALPN,
                            SelectorFailureBehavior.NO_ADVERTISE,
                            SelectedListenerFailureBehavior.ACCEPT,
                            ApplicationProtocolNames.HTTP_1_1))
                    .build();
        } catch (SSLException e) {
            throw unusable(files.certificate(), "a certificate and key that TLS 1.3 can use", e);
        }
    }

    private static SslContextBuilder builder(TlsFiles files) throws IOException {
        SslContextBuilder builder;
        try {
            builder = SslContextBuilder.forServer(
                    files.certificate().toFile(), files.key().toFile());
        } catch (IllegalArgumentException e) {
            throw unusable(files.certificate(), "a PEM certificate with " + files.key() + " as its PKCS#8 key", e);
        }
        try {
            return builder.trustManager(files.ca().toFile());
        } catch (IllegalArgumentException e) {
            throw unusable(files.ca(), "PEM certificates of the authorities to trust", e);
        }
    }

    private static IOException unusable(Path file, String expected, Exception cause) {
        return new IOException(file + ": expected " + expected, cause);
    }
}
