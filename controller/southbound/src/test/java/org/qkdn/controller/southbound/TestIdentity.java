package org.qkdn.controller.southbound;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.qkdn.netconf.client.TlsKeys;

/** A certificate that vouches for itself, made for one test; its name is not that of any address. */
public record TestIdentity(KeyPair pair, X509Certificate certificate) {
    public static TestIdentity named(String name) throws GeneralSecurityException, IOException {
        final var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        final var pair = generator.generateKeyPair();
        final var subject = new X500Principal("CN=" + name);
        final var now = Instant.now();
        try {
            final var encoded = new JcaX509v3CertificateBuilder(
                            subject,
                            BigInteger.ONE,
                            Date.from(now.minus(1, ChronoUnit.DAYS)),
                            Date.from(now.plus(1, ChronoUnit.DAYS)),
                            subject,
                            pair.getPublic())
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()))
                    .getEncoded();
            return new TestIdentity(pair, (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded)));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    public String fingerprint() throws GeneralSecurityException {
        return "SHA256:"
                + Base64.getEncoder()
                        .withoutPadding()
                        .encodeToString(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
    }

    public TlsKeys in(Path directory) throws IOException, GeneralSecurityException {
        final var keys = new TlsKeys(directory.resolve("own.crt"), directory.resolve("own.key"));
        Files.writeString(keys.certificate(), pem("CERTIFICATE", certificate.getEncoded()));
        Files.writeString(keys.key(), pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
        return keys;
    }

    /** For a server that takes only this client. */
    public SSLContext serving(TestIdentity client) throws GeneralSecurityException, IOException {
        final var own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        own.setKeyEntry("own", pair.getPrivate(), new char[0], new X509Certificate[] {certificate});
        final var keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(own, new char[0]);
        final var known = KeyStore.getInstance("PKCS12");
        known.load(null, null);
        known.setCertificateEntry("client", client.certificate);
        final var trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(known);
        final var context = SSLContext.getInstance("TLSv1.3");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static String pem(String type, byte[] content) {
        return "-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + type
                + "-----\n";
    }
}
