package org.qkdn.lkms.psk;

import java.io.IOException;
import java.util.Optional;
import java.util.Vector;
import org.bouncycastle.tls.AbstractTlsServer;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.BasicTlsPSKExternal;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.PRFAlgorithm;
import org.bouncycastle.tls.ProtocolName;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.PskIdentity;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsPSKExternal;
import org.bouncycastle.tls.TlsPSKIdentityManager;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCrypto;

/**
 * One handshake with a pre-shared key, forward secret in both versions: TLS 1.3 (RFC 8446 4.2.11, psk_dhe_ke) with SHA-384,
 * and TLS 1.2 DHE_PSK (RFC 4279, RFC 5487) for encryptors that have nothing newer. An unknown identity goes on with a key
 * nobody has, so that it fails just as a wrong key does (RFC 4279 2).
 */
@SuppressWarnings({"rawtypes", "JdkObsolete"}) // so is Bouncy Castle's interface
final class PskHandshake extends AbstractTlsServer {
    private static final int[] SUITES = {
        CipherSuite.TLS_AES_256_GCM_SHA384,
        CipherSuite.TLS_DHE_PSK_WITH_AES_256_GCM_SHA384,
        CipherSuite.TLS_DHE_PSK_WITH_AES_256_CBC_SHA384
    };

    /** RFC 7919 calls the group of 3072 bit as strong as a symmetric key of 128 bit. */
    private static final int LEAST_DH_BITS = 3072;

    private final PreSharedKeys keys;
    private final byte[] nobodysKey;
    private String identity = "";
    private Optional<String> claimed = Optional.empty();
    private Optional<String> sae = Optional.empty();

    PskHandshake(TlsCrypto crypto, PreSharedKeys keys) {
        super(crypto);
        this.keys = keys;
        this.nobodysKey = new byte[32];
        crypto.getSecureRandom().nextBytes(nobodysKey);
    }

    /** Whose key it was; empty until the handshake is complete. */
    Optional<String> sae() {
        return sae;
    }

    /** What went wrong, for this side's operator only. */
    String fault() {
        if (identity.isEmpty()) {
            return "no pre-shared key was offered, or not with TLS 1.3 or DHE_PSK and SHA-384";
        }
        return claimed.isPresent()
                ? "the key of the identity is wrong, or not meant for SHA-384"
                : "the identity is unknown";
    }

    /** As the client named itself; empty where it did not. */
    String identity() {
        return identity;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return ProtocolVersion.TLSv13.downTo(ProtocolVersion.TLSv12);
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return TlsUtils.getSupportedCipherSuites(getCrypto(), SUITES);
    }

    @Override
    protected boolean preferLocalCipherSuites() {
        return true;
    }

    @Override
    protected int selectDHDefault(int minimumBits) {
        return minimumBits <= LEAST_DH_BITS ? NamedGroup.ffdhe3072 : super.selectDHDefault(minimumBits);
    }

    @Override
    protected Vector<ProtocolName> getProtocolNames() {
        var names = new Vector<ProtocolName>();
        names.add(ProtocolName.HTTP_1_1);
        return names;
    }

    /** Asked for only where no pre-shared key was offered: there is nothing else we accept. */
    @Override
    public TlsCredentials getCredentials() throws IOException {
        if (identity.isEmpty() && TlsUtils.isTLSv13(context)) {
            throw new TlsFatalAlert(AlertDescription.handshake_failure);
        }
        return null;
    }

    @Override
    public TlsPSKExternal getExternalPSK(Vector identities) {
        var offered = new Vector<PskIdentity>();
        for (var one : identities) {
            offered.add((PskIdentity) one);
        }
        var chosen = offered.stream()
                .filter(one -> keys.of(one.getIdentity()).isPresent())
                .findFirst()
                .orElse(offered.firstElement())
                .getIdentity();
        var secret = getCrypto().createSecret(key(chosen));
        return new BasicTlsPSKExternal(chosen, secret, PRFAlgorithm.tls13_hkdf_sha384);
    }

    @Override
    public TlsPSKIdentityManager getPSKIdentityManager() {
        return new TlsPSKIdentityManager() {
            @Override
            public byte[] getHint() {
                return new byte[0];
            }

            @Override
            public byte[] getPSK(byte[] name) {
                return key(name);
            }
        };
    }

    private byte[] key(byte[] name) {
        var client = keys.of(name);
        identity = new String(name, java.nio.charset.StandardCharsets.UTF_8);
        claimed = client.map(PreSharedKeys.Client::sae);
        return client.map(known -> known.key().toArray()).orElseGet(nobodysKey::clone);
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        sae = claimed;
    }
}
