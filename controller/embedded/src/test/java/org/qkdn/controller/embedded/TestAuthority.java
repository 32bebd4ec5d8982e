package org.qkdn.controller.embedded;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaMiscPEMGenerator;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObjectGenerator;
import org.bouncycastle.util.io.pem.PemWriter;
import org.qkdn.controller.northbound.tls.TlsFiles;

/** A certificate authority that lives as long as one test. */
final class TestAuthority {
    private final AtomicLong serial = new AtomicLong(1);
    private final Path folder;
    private final X500Principal name;
    private final KeyPair key;

    TestAuthority(Path folder, String commonName) throws Exception {
        this.folder = Files.createDirectories(folder);
        name = new X500Principal("CN=" + commonName);
        key = newKey();
        write("ca.pem", certificate(name, key, Optional.empty()));
    }

    /** Makes a certificate and key for the common name. */
    TlsFiles issue(String commonName) throws Exception {
        var pair = newKey();
        var altNames = new GeneralNames(new GeneralName[] {
            new GeneralName(GeneralName.dNSName, "localhost"), new GeneralName(GeneralName.iPAddress, "127.0.0.1")
        });
        var certificate = write(
                commonName + ".pem", certificate(new X500Principal("CN=" + commonName), pair, Optional.of(altNames)));
        var privateKey = write(commonName + ".key", new JcaPKCS8Generator(pair.getPrivate(), null));
        return new TlsFiles(certificate, privateKey, ca());
    }

    Path ca() {
        return folder.resolve("ca.pem");
    }

    private JcaMiscPEMGenerator certificate(X500Principal subject, KeyPair pair, Optional<GeneralNames> altNames)
            throws IOException, OperatorCreationException {
        var now = Instant.now();
        var builder = new JcaX509v3CertificateBuilder(
                        name,
                        BigInteger.valueOf(serial.getAndIncrement()),
                        Date.from(now.minus(1, ChronoUnit.HOURS)),
                        Date.from(now.plus(1, ChronoUnit.DAYS)),
                        subject,
                        pair.getPublic())
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(altNames.isEmpty()));
        if (altNames.isPresent()) {
            builder.addExtension(Extension.subjectAlternativeName, false, altNames.orElseThrow());
        }
        return new JcaMiscPEMGenerator(
                builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate())));
    }

    private Path write(String file, PemObjectGenerator content) throws IOException {
        var text = new StringWriter();
        try (var pem = new PemWriter(text)) {
            pem.writeObject(content);
        }
        return Files.writeString(folder.resolve(file), text.toString());
    }

    private static KeyPair newKey() throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }
}
