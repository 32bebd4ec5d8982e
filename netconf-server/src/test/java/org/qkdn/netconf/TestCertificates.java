package org.qkdn.netconf;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority made for one test, with the PEM files of those it vouches for. */
final class TestCertificates {
    private static final X500Principal AUTHORITY = new X500Principal("CN=test authority");

    private final Path directory;
    private final KeyPair authority = TestKeys.generate();
    private final X509Certificate root;

    private TestCertificates(Path directory) throws IOException, GeneralSecurityException {
        this.directory = directory;
        root = certificate(AUTHORITY, authority, true);
        Files.writeString(directory.resolve("ca.crt"), TestKeys.pem("CERTIFICATE", root.getEncoded()));
    }

    static TestCertificates in(Path directory) throws IOException, GeneralSecurityException {
        return new TestCertificates(Files.createDirectories(directory));
    }

    /** NAME.crt and NAME.key, with the name for a common name. */
    NetconfTls issue(String name) throws IOException, GeneralSecurityException {
        final var pair = TestKeys.generate();
        final var files = new NetconfTls(
                directory.resolve(name + ".crt"), directory.resolve(name + ".key"), directory.resolve("ca.crt"));
        Files.writeString(
                files.certificate(),
                TestKeys.pem(
                        "CERTIFICATE",
                        certificate(new X500Principal("CN=" + name), pair, false)
                                .getEncoded()));
        Files.writeString(
                files.key(), TestKeys.pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
        return files;
    }

    /** For a client that shows a certificate of that common name, and trusts this authority. */
    SSLContext client(String name) throws IOException, GeneralSecurityException {
        final var pair = TestKeys.generate();
        return context(pair.getPrivate(), certificate(new X500Principal("CN=" + name), pair, false), root);
    }

    /** As {@link #client(String)}, but trusts the other. */
    SSLContext client(String name, TestCertificates other) throws IOException, GeneralSecurityException {
        final var pair = TestKeys.generate();
        return context(pair.getPrivate(), certificate(new X500Principal("CN=" + name), pair, false), other.root);
    }

    private SSLContext context(PrivateKey key, X509Certificate certificate, X509Certificate trusted)
            throws IOException, GeneralSecurityException {
        final var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setKeyEntry("own", key, new char[0], new X509Certificate[] {certificate, root});
        store.setCertificateEntry("root", trusted);
        final var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        final var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        final var context = SSLContext.getInstance("TLSv1.3");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
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
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName[] {
                new GeneralName(GeneralName.dNSName, "localhost"), new GeneralName(GeneralName.iPAddress, "127.0.0.1")
            }));
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(
                            new JcaContentSignerBuilder("SHA256withECDSA").build(authority.getPrivate())));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }
}
