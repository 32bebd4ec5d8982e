package org.qkdn.netconf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.util.Base64;
import org.opendaylight.netconf.shaded.sshd.common.config.keys.PublicKeyEntry;

/** Keys in the files that the contract of the project asks for. */
final class TestKeys {
    private TestKeys() {}

    /** An EC P-256 private key as {@code NAME} (PKCS#8) and its public half as {@code NAME.pub}. */
    static KeyPair make(Path folder, String name) throws IOException {
        try {
            final var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            final var pair = generator.generateKeyPair();
            Files.writeString(folder.resolve(name), pem(pair.getPrivate()));
            Files.writeString(folder.resolve(name + ".pub"), PublicKeyEntry.toString(pair.getPublic()) + " test\n");
            return pair;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(PrivateKey key) {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }
}
