package org.qkdn.emulator.hostile;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Somebody who trusts every server and is not to be trusted himself: how he presents himself, over which TLS. */
record Stranger(String description, List<KeyManager> keys, String protocol) {
    private static final int PATIENCE_MILLIS = 30_000;

    static Stranger withoutCertificate() {
        return new Stranger("without certificate", List.of(), "TLSv1.3");
    }

    static Stranger ofAnotherAuthority(String name) {
        var pair = newKeyPair();
        var certificate = certificate(name, pair, pair.getPrivate(), "CN=qkdn-ca", Duration.ofDays(1));
        return new Stranger("with a certificate of another authority", keys(pair.getPrivate(), certificate), "TLSv1.3");
    }

    static Stranger expired(String name, Path caKey) throws IOException {
        var pair = newKeyPair();
        var certificate = certificate(name, pair, read(caKey), "CN=qkdn-ca", Duration.ofMinutes(-1));
        return new Stranger("with an expired certificate", keys(pair.getPrivate(), certificate), "TLSv1.3");
    }

    static Stranger overTls12(String name, Path caKey) throws IOException {
        var pair = newKeyPair();
        var certificate = certificate(name, pair, read(caKey), "CN=qkdn-ca", Duration.ofDays(1));
        return new Stranger("over TLS 1.2", keys(pair.getPrivate(), certificate), "TLSv1.2");
    }

    /** As the others are made, but nothing is wrong with it: shows that the others are refused for their fault alone. */
    static Stranger good(String name, Path caKey) throws IOException {
        var pair = newKeyPair();
        var certificate = certificate(name, pair, read(caKey), "CN=qkdn-ca", Duration.ofDays(1));
        return new Stranger("with a good certificate", keys(pair.getPrivate(), certificate), "TLSv1.3");
    }

    /** What the server has to say to these bytes: nothing where it refuses the stranger. */
    String ask(int port, String text) {
        try (var socket =
                (SSLSocket) context().getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setEnabledProtocols(new String[] {protocol});
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
        } catch (java.net.SocketTimeoutException e) {
            return "(it keeps the connection)";
        } catch (IOException e) {
            return "";
        }
    }

    private SSLContext context() {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(keys.toArray(new KeyManager[0]), new TrustManager[] {new TrustingAll()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static java.security.KeyPair newKeyPair() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509Certificate certificate(
            String name, java.security.KeyPair pair, PrivateKey signer, String issuer, Duration life) {
        try {
            var builder = new JcaX509v3CertificateBuilder(
                    new X500Principal(issuer),
                    BigInteger.valueOf(System.nanoTime()),
                    Date.from(Instant.now().minus(Duration.ofDays(2))),
                    Date.from(Instant.now().plus(life)),
                    new X500Principal("CN=" + name),
                    pair.getPublic());
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer)));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<KeyManager> keys(PrivateKey key, X509Certificate certificate) {
        try {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setKeyEntry("stranger", key, new char[0], new X509Certificate[] {certificate});
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, new char[0]);
            return List.of(keys.getKeyManagers());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PrivateKey read(Path file) throws IOException {
        var text = Files.readString(file).replaceAll("-----[A-Z ]+-----", "");
        try {
            return KeyFactory.getInstance("EC")
                    .generatePrivate(
                            new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(text)));
        } catch (GeneralSecurityException e) {
            throw new IOException(file + " holds no EC key", e);
        }
    }

    @Override
    public String toString() {
        return description;
    }

    private static final class TrustingAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            // it is a client
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            // whoever it is
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
