package org.qkdn.controller.southbound;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.opendaylight.netconf.shaded.sshd.common.config.keys.KeyUtils;

/** A key pair made for one test, in a traditional PEM file. */
public record TestKey(Path file, KeyPair pair) {
    public static TestKey in(Path directory, String name) throws IOException, GeneralSecurityException {
        // the JDK's own leaves the public half out of what it encodes
        final var generator = KeyPairGenerator.getInstance("EC", new BouncyCastleProvider());
        generator.initialize(256);
        final var pair = generator.generateKeyPair();
        final var file = directory.resolve(name);
        try (var writer = new JcaPEMWriter(Files.newBufferedWriter(file))) {
            writer.writeObject(pair.getPrivate());
        }
        return new TestKey(file, pair);
    }

    public String fingerprint() {
        return KeyUtils.getFingerPrint(pair.getPublic());
    }
}
