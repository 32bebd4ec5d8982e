package org.qkdn.netconf.client;

import io.netty.handler.ssl.JdkSslContext;
import java.io.IOException;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Mutual TLS 1.3 with one server that is known by its certificate's fingerprint and by nothing else: its names are not
 * looked at, for a device's certificate seldom has the address that it is reached by.
 */
public final class PinnedTls {
    private final SSLContext context;
    private volatile Optional<String> refusal = Optional.empty();

    /**
     * @param address of the server, for messages
     * @param fingerprint of its certificate; empty: none is accepted yet
     * @throws IOException naming the file at fault
     */
    public PinnedTls(String address, TlsKeys keys, String fingerprint) throws IOException {
        final var netty = TlsClients.context(keys, shown -> {
            final var isPinned = shown.equals(fingerprint);
            if (!isPinned) {
                refusal = Optional.of(Fingerprint.refusal(address, "certificate", shown, fingerprint));
            }
            return isPinned;
        });
        context = ((JdkSslContext) netty).context();
    }

    public SSLContext context() {
        return context;
    }

    /** Why the last certificate was refused, if it was, and what to do where it is the right one. */
    public Optional<String> refusal() {
        return refusal;
    }
}
