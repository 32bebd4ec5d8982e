package org.qkdn.netconf.client;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import org.opendaylight.netconf.shaded.sshd.common.config.keys.KeyUtils;
import org.opendaylight.netconf.shaded.sshd.common.digest.BuiltinDigests;

/** What keys and certificates are known by: {@code SHA256:} and unpadded base64. */
final class Fingerprint {
    private Fingerprint() {}

    /** As ssh-keygen prints it. */
    static String of(PublicKey key) {
        return KeyUtils.getFingerPrint(BuiltinDigests.sha256, key);
    }

    static String of(X509Certificate certificate) {
        try {
            final var digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Why a peer was refused, and what to do where it is the right one. */
    static String refusal(String address, String what, String shown, String pinned) {
        return pinned.isEmpty()
                ? address + ": " + what + " is not accepted yet: the server shows " + shown
                        + "; compare it with the device's own and register it"
                : address + ": " + what + " refused: the server shows " + shown + ", registered is " + pinned;
    }
}
