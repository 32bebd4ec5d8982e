package org.qkdn.netconf.client;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority made for one test, with the PEM files of those it vouches for. */
final class TestCertificates {
    private static final X500Principal AUTHORITY = new X500Principal("CN=test authority");

    private final Path directory;
    private final KeyPair authority;

    private TestCertificates(Path directory, KeyPair authority) {
        this.directory = directory;
        this.authority = authority;
    }

    static TestCertificates in(Path directory) throws IOException, GeneralSecurityException {
        final var made = new TestCertificates(directory, generate());
        made.write(made.certificate(AUTHORITY, made.authority, true), made.authority, "ca");
        return made;
    }

    Path ca() {
        return directory.resolve("ca.crt");
    }

    /** In NAME.crt and NAME.key, with the name for a common name. */
    TlsKeys issue(String name) throws IOException, GeneralSecurityException {
        final var pair = generate();
        write(certificate(new X500Principal("CN=" + name), pair, false), pair, name);
        return new TlsKeys(directory.resolve(name + ".crt"), directory.resolve(name + ".key"));
    }

    static String fingerprint(TlsKeys keys) throws IOException, GeneralSecurityException {
        try (var in = Files.newInputStream(keys.certificate())) {
            return Fingerprint.of((X509Certificate)
                    java.security.cert.CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
    }

    private X509Certificate certificate(X500Principal subject, KeyPair pair, boolean isAuthority)
            throws IOException, GeneralSecurityException {
        final var now = Instant.now();
        try {
            final var builder = new JcaX509v3CertificateBuilder(
                    AUTHORITY,
                    BigInteger.valueOf(System.nanoTime()),
                    Date.from(now.minus(1, ChronoUnit.DAYS)),
                    Date.from(now.plus(1, ChronoUnit.DAYS)),
                    subject,
                    pair.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(isAuthority));
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(
                            new JcaContentSignerBuilder("SHA256withECDSA").build(authority.getPrivate())));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private void write(X509Certificate certificate, KeyPair pair, String name)
            throws IOException, GeneralSecurityException {
        Files.writeString(directory.resolve(name + ".crt"), pem("CERTIFICATE", certificate.getEncoded()));
        Files.writeString(
                directory.resolve(name + ".key"),
                pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
    }

    private static KeyPair generate() throws GeneralSecurityException {
        final var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return generator.generateKeyPair();
    }

    private static String pem(String type, byte[] content) {
        return "-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + type
                + "-----\n";
    }
}
