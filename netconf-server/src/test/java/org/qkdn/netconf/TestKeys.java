package org.qkdn.netconf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.util.Base64;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.opendaylight.netconf.shaded.sshd.common.config.keys.PublicKeyEntry;

/** Keys in the files that components use: traditional PEM, OpenSSH line. */
final class TestKeys {
    private TestKeys() {}

    /** An EC P-256 private key as {@code NAME} and its public half as {@code NAME.pub}. */
    static KeyPair make(Path folder, String name) throws IOException {
        final var pair = generate();
        final var point = SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded())
                .getPublicKeyData()
                .getBytes();
        final var sec1 = new org.bouncycastle.asn1.sec.ECPrivateKey(
                256,
                ((ECPrivateKey) pair.getPrivate()).getS(),
                new DERBitString(point),
                SECObjectIdentifiers.secp256r1);
        Files.writeString(folder.resolve(name), pem("EC PRIVATE KEY", sec1.getEncoded()));
        Files.writeString(folder.resolve(name + ".pub"), PublicKeyEntry.toString(pair.getPublic()) + " test\n");
        return pair;
    }

    static KeyPair generate() {
        try {
            final var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String pem(String type, byte[] content) {
        return "-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content)
                + "\n-----END " + type + "-----\n";
    }
}
