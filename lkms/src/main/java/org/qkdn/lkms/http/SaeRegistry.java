package org.qkdn.lkms.http;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import javax.net.ssl.SSLSession;
import org.qkdn.node.tls.TlsIdentity;

/** Which SAE a TLS session belongs to: the one its certificate names, if it is one of this node's. */
public final class SaeRegistry implements Function<SSLSession, Optional<String>> {
    private final Set<String> saes;

    public SaeRegistry(Set<String> saes) {
        this.saes = Set.copyOf(saes);
    }

    @Override
    public Optional<String> apply(SSLSession session) {
        return TlsIdentity.peerCommonName(session).filter(saes::contains);
    }
}
