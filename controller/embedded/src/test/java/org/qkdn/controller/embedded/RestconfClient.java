package org.qkdn.controller.embedded;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.qkdn.controller.northbound.tls.TlsFiles;

/** A RESTCONF client as a foreign program would be: the JDK's HTTP client with a certificate, or without. */
final class RestconfClient {
    record Answer(int status, String body, Optional<String> contentType) {}

    private final HttpClient http;
    private final URI root;

    RestconfClient(int port, Path ca, Optional<TlsFiles> identity) throws Exception {
        root = URI.create("https://localhost:" + port + "/restconf/");
        var trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        trust.setCertificateEntry("ca", certificate(ca));
        var trustManagers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trustManagers.init(trust);
        var tls = SSLContext.getInstance("TLSv1.3");
        tls.init(
                identity.isPresent() ? keys(identity.orElseThrow()).getKeyManagers() : null,
                trustManagers.getTrustManagers(),
                null);
        http = HttpClient.newBuilder().sslContext(tls).build();
    }

    Answer get(String path) throws IOException, InterruptedException {
        return send("GET", path, Optional.empty());
    }

    Answer delete(String path) throws IOException, InterruptedException {
        return send("DELETE", path, Optional.empty());
    }

    Answer put(String path, String json) throws IOException, InterruptedException {
        return send("PUT", path, Optional.of(json));
    }

    Answer send(String method, String path, Optional<String> json) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(root.resolve(path))
                .timeout(Duration.ofSeconds(20))
                .header("Accept", "application/yang-data+json")
                .method(method, json.map(BodyPublishers::ofString).orElse(BodyPublishers.noBody()));
        if (json.isPresent()) {
            request.header("Content-Type", "application/yang-data+json");
        }
        return answer(http.send(request.build(), BodyHandlers.ofString()));
    }

    /** Opens an event stream. */
    Events follow(String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(root.resolve(path))
                .header("Accept", "text/event-stream")
                .build();
        var response = http.send(request, BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) {
            throw new IOException("HTTP " + response.statusCode());
        }
        return new Events(new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8)));
    }

    /** The events of a stream. */
    record Events(BufferedReader lines) implements Closeable {
        /** Waits for the next event with data. */
        String next() throws IOException {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("data:")) {
                    return line;
                }
            }
            throw new IOException("the stream has ended");
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }

    private static Answer answer(HttpResponse<String> response) {
        return new Answer(
                response.statusCode(), response.body(), response.headers().firstValue("content-type"));
    }

    private static KeyManagerFactory keys(TlsFiles files) throws IOException, GeneralSecurityException {
        var base64 = Files.readAllLines(files.key()).stream()
                .filter(line -> !line.startsWith("-----"))
                .reduce("", String::concat);
        var key = KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("me", key, new char[0], new Certificate[] {certificate(files.certificate())});
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, new char[0]);
        return factory;
    }

    private static Certificate certificate(Path file) throws IOException, GeneralSecurityException {
        return CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(file)));
    }
}
