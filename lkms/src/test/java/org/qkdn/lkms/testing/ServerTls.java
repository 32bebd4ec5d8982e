package org.qkdn.lkms.testing;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.qkdn.node.tls.TlsFiles;

/** A server's TLS as other vendors have it: it trusts our CA and knows nothing of our names. */
final class ServerTls {
    private ServerTls() {}

    static SSLContext context(TlsFiles files) throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        var pem = Files.readString(files.key()).replaceAll("-----[A-Z ]+-----", "");
        var key = KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem)));
        store.setKeyEntry("key", key, new char[0], new Certificate[] {certificate(files.certificate())});
        store.setCertificateEntry("ca", certificate(files.ca()));
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        var trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        var context = SSLContext.getInstance("TLSv1.3");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static Certificate certificate(java.nio.file.Path file) throws Exception {
        return CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(file)));
    }
}
