package org.qkdn.emulator.soak;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Vector;
import org.bouncycastle.tls.BasicTlsPSKExternal;
import org.bouncycastle.tls.BasicTlsPSKIdentity;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.PRFAlgorithm;
import org.bouncycastle.tls.PSKTlsClient;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsClient;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/** A client of SKIP with its pre-shared key. */
record PskIdentity(String identity, Path keyFile) {
    TlsClient client() throws IOException {
        var key = HexFormat.of().parseHex(Files.readString(keyFile).strip());
        return new Tls13(identity.getBytes(StandardCharsets.UTF_8), key);
    }

    @SuppressWarnings({"rawtypes", "JdkObsolete"}) // so is Bouncy Castle's interface
    private static final class Tls13 extends PSKTlsClient {
        private final byte[] name;
        private final byte[] key;

        Tls13(byte[] name, byte[] key) {
            super(new BcTlsCrypto(), new BasicTlsPSKIdentity(name, key));
            this.name = name;
            this.key = key;
        }

        @Override
        protected ProtocolVersion[] getSupportedVersions() {
            return ProtocolVersion.TLSv13.only();
        }

        @Override
        protected int[] getSupportedCipherSuites() {
            return new int[] {CipherSuite.TLS_AES_256_GCM_SHA384};
        }

        @Override
        public Vector getExternalPSKs() {
            var secret = getCrypto().createSecret(key.clone());
            return new Vector<>(List.of(new BasicTlsPSKExternal(name, secret, PRFAlgorithm.tls13_hkdf_sha384)));
        }
    }
}
