package org.qkdn.netconf.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import org.opendaylight.netconf.shaded.sshd.common.config.keys.KeyUtils;

/** A key pair made for one test, its private half in a PKCS#8 PEM file. */
record TestKey(Path file, KeyPair pair) {
    static TestKey in(Path directory, String name) throws IOException, GeneralSecurityException {
        final var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        final var pair = generator.generateKeyPair();
        final var file = directory.resolve(name);
        final var base64 = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(pair.getPrivate().getEncoded());
        Files.writeString(file, "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n");
        return new TestKey(file, pair);
    }

    String fingerprint() {
        return KeyUtils.getFingerPrint(pair.getPublic());
    }
}
