package org.qkdn.forwarding.testing;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.qkdn.node.tls.TlsFiles;
import org.qkdn.node.tls.TlsIdentity;

/** A certification authority in a directory of its own. */
public final class TestAuthority {
    private final Path directory;
    private final KeyPair keys = newKeys();

    public TestAuthority(Path directory) {
        this.directory = directory;
        try {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve("ca.pem"), certificate("test CA", keys, true));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public TlsFiles files(String commonName) {
        try {
            var subject = newKeys();
            var certificate = directory.resolve(commonName + ".pem");
            var key = directory.resolve(commonName + ".key");
            Files.writeString(certificate, certificate(commonName, subject, false));
            Files.writeString(key, pem(new JcaPKCS8Generator(subject.getPrivate(), null)));
            return new TlsFiles(certificate, key, directory.resolve("ca.pem"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public TlsIdentity identity(String commonName) {
        try {
            return TlsIdentity.load(files(commonName));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** That of another authority, showing a certificate of this one's making. */
    public TlsIdentity strangerTrusting(TestAuthority other, String commonName) {
        var own = files(commonName);
        try {
            return TlsIdentity.load(new TlsFiles(own.certificate(), own.key(), other.directory.resolve("ca.pem")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String certificate(String commonName, KeyPair subject, boolean authority) throws IOException {
        var now = Instant.now();
        try {
            var certificate = new JcaX509v3CertificateBuilder(
                            new X500Name("CN=test CA"),
                            BigInteger.valueOf(System.nanoTime()),
                            Date.from(now.minusSeconds(60)),
                            Date.from(now.plusSeconds(3600)),
                            new X500Name("CN=" + commonName),
                            subject.getPublic())
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(authority))
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()));
            return pem(certificate);
        } catch (OperatorCreationException e) {
            throw new IOException(e);
        }
    }

    private static String pem(Object object) throws IOException {
        var text = new StringWriter();
        try (var writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString();
    }

    private static KeyPair newKeys() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
