package org.qkdn.lkms.skip;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.function.Function;
import javax.net.ssl.SSLSession;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.qkdn.lkms.http.HttpApi;
import org.qkdn.lkms.http.HttpsServer;
import org.qkdn.lkms.http.ServerLimits;
import org.qkdn.lkms.psk.PreSharedKeys;
import org.qkdn.lkms.psk.PskTls;

/** The ports of the SKIP key provider: one for clients with certificates, one for those with pre-shared keys. */
public final class SkipServers implements AutoCloseable {
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private int certificatesPort;
    private int pskPort;

    private SkipServers() {}

    /**
     * Starts what is configured.
     *
     * @param saeOf which SAE a session with a certificate belongs to
     * @param audit told of each refused handshake with a pre-shared key
     */
    public static SkipServers start(
            SkipConfiguration configuration,
            SslContext tls,
            Function<SSLSession, Optional<String>> saeOf,
            SkipKeys keys,
            BiConsumer<String, Map<String, String>> audit,
            MeterRegistry registry)
            throws IOException {
        var servers = new SkipServers();
        ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
        servers.parts.push(blocking);
        List<HttpApi> apis = List.of(new SkipApi(keys, blocking, registry));
        try {
            if (configuration.certificates().isPresent()) {
                var at = configuration.certificates().get().address();
                var server = HttpsServer.start("skip.certificates", at, tls, saeOf, audit, apis);
                servers.parts.push(server);
                servers.certificatesPort = server.port();
            }
            if (configuration.psk().isPresent()) {
                var preShared = PreSharedKeys.read(configuration.clients());
                servers.parts.push(preShared);
                var crypto = new BcTlsCrypto();
                var at = configuration.psk().get().address();
                var server = HttpsServer.start(
                        "skip.psk",
                        at,
                        channel -> new PskTls(crypto, preShared, audit),
                        PskTls::saeOf,
                        audit,
                        apis,
                        ServerLimits.USUAL);
                servers.parts.push(server);
                servers.pskPort = server.port();
            }
            return servers;
        } catch (IOException e) {
            servers.close();
            throw e;
        }
    }

    /** 0 where it is not configured. */
    public int certificatesPort() {
        return certificatesPort;
    }

    /** 0 where it is not configured. */
    public int pskPort() {
        return pskPort;
    }

    @Override
    public void close() throws IOException {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                throw new IOException("a SKIP server does not close: " + e.getMessage(), e);
            }
        }
    }
}
