package org.qkdn.node.tls;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts a server only if our CA signed its certificate and its common name is the expected one. Nodes are known by
 * name, not by host: host names may change and prove nothing about which node it is.
 */
final class ExpectedPeer extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager chainCheck;
    private final String commonName;

    private ExpectedPeer(X509ExtendedTrustManager chainCheck, String commonName) {
        this.chainCheck = chainCheck;
        this.commonName = commonName;
    }

    static ExpectedPeer of(X509Certificate[] authorities, String commonName) {
        try {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (int i = 0; i < authorities.length; i++) {
                store.setCertificateEntry("ca-" + i, authorities[i]);
            }
            var factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            var check = Stream.of(factory.getTrustManagers())
                    .filter(X509ExtendedTrustManager.class::isInstance)
                    .map(X509ExtendedTrustManager.class::cast)
                    .findFirst()
                    .orElseThrow();
            return new ExpectedPeer(check, commonName);
        } catch (GeneralSecurityException | java.io.IOException e) {
            throw new IllegalStateException("this JDK has no PKIX trust manager", e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        chainCheck.checkServerTrusted(chain, type);
        var found = TlsIdentity.commonName(chain[0]);
        if (!found.equals(commonName)) {
            throw new CertificateException("expected peer " + commonName + ", found " + found);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        checkServerTrusted(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        checkServerTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("not a server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        checkClientTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        checkClientTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return chainCheck.getAcceptedIssuers();
    }
}
