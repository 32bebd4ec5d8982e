package org.qkdn.lkms.testing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.qkdn.node.tls.TlsFiles;
import org.qkdn.node.tls.TlsIdentity;

/** A certification authority for one test; issues PEM files. */
public final class TestPki {
    private final Path directory;
    private final KeyPair authority = keys();
    private long serial = System.nanoTime();

    public TestPki(Path directory) throws Exception {
        this.directory = directory;
        Files.writeString(directory.resolve("ca.pem"), certificate("test CA", authority));
    }

    /** Certificate and key of this common name, made at the first call. */
    public synchronized TlsFiles files(String commonName) throws Exception {
        var stem = commonName.replaceAll("[^A-Za-z0-9-]", "_");
        var certificate = directory.resolve(stem + ".pem");
        var key = directory.resolve(stem + ".key");
        if (!Files.exists(certificate)) {
            var keys = keys();
            Files.writeString(key, pem(new JcaPKCS8Generator(keys.getPrivate(), null)));
            Files.writeString(certificate, certificate(commonName, keys));
        }
        return new TlsFiles(certificate, key, directory.resolve("ca.pem"));
    }

    /** A certificate with these alternative names beside the usual ones. */
    public X509Certificate certificate(String commonName, GeneralName... names) throws Exception {
        var pem = certificate(commonName, keys(), names);
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    }

    public TlsIdentity identity(String commonName) throws Exception {
        return TlsIdentity.load(files(commonName));
    }

    private synchronized String certificate(String name, KeyPair subject, GeneralName... more) throws Exception {
        var now = Instant.now();
        var issuer = new X500NameBuilder().addRDN(BCStyle.CN, "test CA").build();
        boolean isAuthority = subject == authority;
        var builder = new JcaX509v3CertificateBuilder(
                        issuer,
                        BigInteger.valueOf(serial++),
                        Date.from(now.minusSeconds(60)),
                        Date.from(now.plusSeconds(3600)),
                        new X500NameBuilder().addRDN(BCStyle.CN, name).build(),
                        subject.getPublic())
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(isAuthority))
                .addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(Stream.concat(
                                        Stream.of(
                                                new GeneralName(GeneralName.dNSName, "localhost"),
                                                new GeneralName(GeneralName.iPAddress, "127.0.0.1")),
                                        Stream.of(more))
                                .toArray(GeneralName[]::new)));
        return pem(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(authority.getPrivate())));
    }

    private static String pem(Object object) throws IOException {
        var text = new StringWriter();
        try (var writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString();
    }

    private static KeyPair keys() throws Exception {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }
}
