package org.qkdn.optical;

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
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.qkdn.netconf.client.TlsKeys;

/** A certificate of its own making. */
record TestCertificate(TlsKeys keys, String fingerprint, SSLContext server) {
    static TestCertificate in(Path directory, String name) throws IOException, GeneralSecurityException {
        final var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        final var pair = generator.generateKeyPair();
        final var der = der(name, pair);
        final var keys = new TlsKeys(directory.resolve(name + ".crt"), directory.resolve(name + ".key"));
        Files.writeString(keys.certificate(), pem("CERTIFICATE", der));
        Files.writeString(keys.key(), pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
        final var digest = MessageDigest.getInstance("SHA-256").digest(der);
        return new TestCertificate(
                keys, "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest), context(pair, der));
    }

    private static byte[] der(String name, KeyPair pair) throws IOException, GeneralSecurityException {
        final var subject = new X500Principal("CN=" + name);
        try {
            return new JcaX509v3CertificateBuilder(
                            subject,
                            BigInteger.ONE,
                            Date.from(Instant.now().minusSeconds(3600)),
                            Date.from(Instant.now().plusSeconds(3600)),
                            subject,
                            pair.getPublic())
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()))
                    .getEncoded();
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private static SSLContext context(KeyPair pair, byte[] der) throws IOException, GeneralSecurityException {
        final var store = KeyStore.getInstance("PKCS12");
        store.load(null, new char[0]);
        final var certificate =
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        store.setKeyEntry("it", pair.getPrivate(), new char[0], new java.security.cert.Certificate[] {certificate});
        final var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, new char[0]);
        final var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private static String pem(String type, byte[] content) {
        return "-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + type
                + "-----\n";
    }
}
