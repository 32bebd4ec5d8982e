package org.qkdn.emulator.pki;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.ECPrivateKey;
import java.util.Base64;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** SSH key pairs that Apache MINA, OpenSSH and paramiko all read: EC P-256, traditional PEM, OpenSSH line (RFC 5656). */
final class SshKeys {
    private static final String TYPE = "ecdsa-sha2-nistp256";

    private SshKeys() {}

    static void make(Path keyFile, Path publicFile, String name) throws IOException {
        var pair = CertificateAuthority.newKeyPair();
        var point = SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded())
                .getPublicKeyData()
                .getBytes();
        var scalar = ((ECPrivateKey) pair.getPrivate()).getS();
        var sec1 = new org.bouncycastle.asn1.sec.ECPrivateKey(
                256, scalar, new DERBitString(point), SECObjectIdentifiers.secp256r1);
        PemFiles.writePublicText(
                publicFile, TYPE + " " + Base64.getEncoder().encodeToString(blob(point)) + " " + name + "\n");
        PemFiles.writeSecret(keyFile, "EC PRIVATE KEY", sec1.getEncoded());
    }

    static String fingerprint(Path publicFile) throws IOException {
        try {
            var fields = Files.readString(publicFile).strip().split(" ", 3);
            if (fields.length < 2 || !fields[0].equals(TYPE)) {
                throw new IllegalArgumentException("no key of type " + TYPE);
            }
            var digest = MessageDigest.getInstance("SHA-256")
                    .digest(Base64.getDecoder().decode(fields[1]));
            return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException(publicFile + " is not a readable OpenSSH public key: " + PemFiles.REMEDY, e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }

    private static byte[] blob(byte[] point) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            for (var field : new byte[][] {
                TYPE.getBytes(StandardCharsets.US_ASCII), "nistp256".getBytes(StandardCharsets.US_ASCII), point
            }) {
                out.writeInt(field.length);
                out.write(field);
            }
        }
        return bytes.toByteArray();
    }
}
