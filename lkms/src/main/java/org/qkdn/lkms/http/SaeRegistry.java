package org.qkdn.lkms.http;

import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.qkdn.lkms.AuditEvents;

/** Which SAE a TLS session belongs to: the one its certificate names, if it is one of this node's. */
public final class SaeRegistry implements Function<SSLSession, Optional<String>> {
    private final SaeIdentity identity;
    private final BiConsumer<String, Map<String, String>> audit;
    /** SAE IDs by what a certificate says. */
    private final Map<String, String> saes = new HashMap<>();

    /**
     * Of this node's SAEs.
     *
     * @param audit told of each connection of a stranger, which may have stolen the certificate of another node's SAE
     * @throws IllegalArgumentException for an SAE ID that no certificate can have, or two that are the same
     */
    public SaeRegistry(SaeIdentity identity, Collection<String> saes, BiConsumer<String, Map<String, String>> audit) {
        this.identity = identity;
        this.audit = audit;
        for (var sae : saes) {
            var before = this.saes.put(identity == SaeIdentity.SERIAL ? decimal(sae) : sae, sae);
            if (before != null) {
                throw new IllegalArgumentException("saes names " + before + " twice, the second time as " + sae);
            }
        }
    }

    private static String decimal(String serial) {
        try {
            return serial.startsWith("0x")
                    ? new BigInteger(serial.substring(2), 16).toString()
                    : new BigInteger(serial).toString();
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "saes: '" + serial + "' is not a serial number: give it in decimal, or in hexadecimal behind 0x",
                    e);
        }
    }

    @Override
    public Optional<String> apply(SSLSession session) {
        try {
            return session.getPeerCertificates()[0] instanceof X509Certificate certificate
                    ? saeOf(certificate)
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }

    Optional<String> saeOf(X509Certificate certificate) {
        var names = identity.read(certificate);
        var found = names.stream().filter(saes::containsKey).map(saes::get).findFirst();
        if (found.isEmpty()) {
            audit.accept(
                    AuditEvents.STRANGER_REFUSED,
                    Map.of(
                            "subject", certificate.getSubjectX500Principal().getName(),
                            "serial", certificate.getSerialNumber().toString(16),
                            "saeIdentity", identity + " " + names));
        }
        return found;
    }
}
