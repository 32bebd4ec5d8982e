package org.qkdn.emulator.pki;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** The emulated network's own CA. Keys are EC P-256, signatures ECDSA with SHA-256. */
final class CertificateAuthority {
    private static final X500Principal NAME = new X500Principal("CN=qkdn-ca");
    private static final Duration CA_LIFE = Duration.ofDays(3650);
    private static final Duration LIFE = Duration.ofDays(1825);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final X509Certificate certificate;
    private final PrivateKey key;
    private final Clock clock;

    private CertificateAuthority(X509Certificate certificate, PrivateKey key, Clock clock) {
        this.certificate = certificate;
        this.key = key;
        this.clock = clock;
    }

    static CertificateAuthority open(Path directory, Clock clock) throws IOException {
        var certificateFile = directory.resolve("ca.pem");
        var keyFile = directory.resolve("ca.key");
        if (!Files.exists(certificateFile) && !Files.exists(keyFile)) {
            return create(certificateFile, keyFile, clock);
        }
        var certificate = PemFiles.certificate(certificateFile);
        PemFiles.requireValid(certificateFile, certificate, clock);
        return new CertificateAuthority(certificate, privateKey(keyFile), clock);
    }

    void issue(String commonName, Path certificateFile, Path keyFile) throws IOException {
        issue(commonName, newKeyPair(), certificateFile, keyFile);
    }

    /** With an RSA key, for those who take no other. */
    void issueRsa(String commonName, Path certificateFile, Path keyFile) throws IOException {
        issue(commonName, newRsaKeyPair(), certificateFile, keyFile);
    }

    private void issue(String commonName, KeyPair pair, Path certificateFile, Path keyFile) throws IOException {
        var issued = build(new X500Principal("CN=" + commonName), pair.getPublic(), LIFE, key, false);
        PemFiles.writeSecret(keyFile, "PRIVATE KEY", pair.getPrivate().getEncoded());
        PemFiles.writePublic(certificateFile, "CERTIFICATE", encoded(issued));
    }

    void requireIssued(Path file, X509Certificate issued) throws IOException {
        try {
            issued.verify(certificate.getPublicKey());
        } catch (GeneralSecurityException e) {
            throw new IOException(file + " was not issued by the CA beside it: " + PemFiles.REMEDY, e);
        }
    }

    static KeyPair newKeyPair() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot make EC P-256 keys", e);
        }
    }

    private static KeyPair newRsaKeyPair() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(3072, RANDOM);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot make RSA keys", e);
        }
    }

    private static CertificateAuthority create(Path certificateFile, Path keyFile, Clock clock) throws IOException {
        var pair = newKeyPair();
        var signer = new CertificateAuthority(null, pair.getPrivate(), clock);
        var certificate = signer.build(NAME, pair.getPublic(), CA_LIFE, pair.getPrivate(), true);
        PemFiles.writeSecret(keyFile, "PRIVATE KEY", pair.getPrivate().getEncoded());
        PemFiles.writePublic(certificateFile, "CERTIFICATE", encoded(certificate));
        return new CertificateAuthority(certificate, pair.getPrivate(), clock);
    }

    private X509Certificate build(
            X500Principal subject, PublicKey subjectKey, Duration life, PrivateKey signingKey, boolean isCa)
            throws IOException {
        var now = clock.instant();
        try {
            var extensions = new JcaX509ExtensionUtils();
            var builder = new JcaX509v3CertificateBuilder(
                    NAME,
                    new BigInteger(159, RANDOM).setBit(158),
                    Date.from(now.minus(Duration.ofMinutes(5))),
                    Date.from(now.plus(life)),
                    subject,
                    subjectKey);
            builder.addExtension(
                    Extension.subjectKeyIdentifier, false, extensions.createSubjectKeyIdentifier(subjectKey));
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(isCa));
            if (isCa) {
                builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            } else {
                builder.addExtension(
                        Extension.authorityKeyIdentifier,
                        false,
                        extensions.createAuthorityKeyIdentifier(certificate.getPublicKey()));
                builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
                builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
                    KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
                }));
                builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName[] {
                    new GeneralName(GeneralName.dNSName, "localhost"),
                    new GeneralName(GeneralName.iPAddress, "127.0.0.1")
                }));
            }
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(signingKey);
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IOException("the certificate of " + subject.getName() + " cannot be made: " + e.getMessage(), e);
        }
    }

    private static byte[] encoded(X509Certificate certificate) throws IOException {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IOException("a certificate cannot be written: " + e.getMessage(), e);
        }
    }

    private static PrivateKey privateKey(Path file) throws IOException {
        try {
            var text = Files.readString(file)
                    .replace("-----BEGIN PRIVATE KEY-----", "")
                    .replace("-----END PRIVATE KEY-----", "");
            var bytes = Base64.getMimeDecoder().decode(text);
            return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(bytes));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(file + " is not a readable private key: " + PemFiles.REMEDY, e);
        }
    }
}
