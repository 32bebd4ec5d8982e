package org.qkdn.lkms.http;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.qkdn.node.tls.TlsIdentity;

/** Where in its certificate an SAE's ID stands; ETSI GS QKD 014 leaves it open. */
public enum SaeIdentity {
    /** The subject's common name. */
    SUBJECT_CN,
    /** Any of the subject's alternative names that is a URI. */
    SAN_URI,
    /** Any of the subject's alternative names that is a host name. */
    SAN_DNS,
    /** The serial number, which is unique with one CA only. An SAE ID is it in decimal, or in hexadecimal behind 0x. */
    SERIAL;

    private static final int DNS_NAME = 2;
    private static final int URI_NAME = 6;

    /** As the configuration file has it. */
    @JsonCreator
    public static SaeIdentity of(String name) {
        return Stream.of(values())
                .filter(value -> value.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "saeIdentity '" + name + "' is not known: give one of " + List.of(values())));
    }

    /** What the certificate says, in its order; of a serial number always the decimal form. */
    public List<String> read(X509Certificate certificate) {
        return switch (this) {
            case SUBJECT_CN -> List.of(TlsIdentity.commonName(certificate));
            case SAN_URI -> alternativeNames(certificate, URI_NAME);
            case SAN_DNS -> alternativeNames(certificate, DNS_NAME);
            case SERIAL -> List.of(certificate.getSerialNumber().toString());
        };
    }

    private static List<String> alternativeNames(X509Certificate certificate, int type) {
        try {
            var names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? List.of()
                    : names.stream()
                            .filter(name -> name.getFirst().equals(type))
                            .map(name -> name.get(1).toString())
                            .toList();
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
