package org.qkdn.controller.embedded;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.opendaylight.netconf.shaded.sshd.common.config.keys.PublicKeyEntry;

/** Keys in the files that deployments use: traditional PEM, OpenSSH line. */
final class TestSshKey {
    private TestSshKey() {}

    /** An EC P-256 private key in this file, and its public half in another that ends in {@code .pub}. */
    static Path write(Path file) throws Exception {
        // the JDK's own leaves the public half out of what it encodes
        var generator = KeyPairGenerator.getInstance("EC", new BouncyCastleProvider());
        generator.initialize(256);
        var pair = generator.generateKeyPair();
        try (var writer = new JcaPEMWriter(Files.newBufferedWriter(file))) {
            writer.writeObject(pair.getPrivate());
        }
        Files.writeString(Path.of(file + ".pub"), PublicKeyEntry.toString(pair.getPublic()) + "\n");
        return file;
    }
}
