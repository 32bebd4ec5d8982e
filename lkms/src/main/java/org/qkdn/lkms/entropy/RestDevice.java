package org.qkdn.lkms.entropy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/** A random number generator behind HTTPS. What it gives is not secret yet: it becomes so with the DRBG's share. */
final class RestDevice implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private final EntropyConfiguration configuration;
    private final HttpClient client;

    RestDevice(EntropyConfiguration configuration, SSLContext tls) {
        this.configuration = configuration;
        this.client = HttpClient.newBuilder()
                .sslContext(tls)
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TIMEOUT)
                .build();
    }

    String name() {
        return configuration.commonName();
    }

    /**
     * A block of {@code blockBytes}, which the caller wipes.
     *
     * @throws IOException with a reason for an operator
     */
    byte[] fetch() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(configuration.request()).GET().build();
        // six characters are enough for any byte in any of the encodings
        int most = 6 * configuration.blockBytes() + 4096;
        var answer = client.sendAsync(request, info -> new LimitedBody(most));
        HttpResponse<byte[]> response;
        try {
            response = answer.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new IOException("does not answer within " + TIMEOUT.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw new IOException("cannot be reached: " + e.getCause().getMessage(), e);
        }
        var body = response.body();
        try {
            if (response.statusCode() != 200) {
                throw new IOException("answers " + response.statusCode());
            }
            var random = decode(body);
            if (random.length != configuration.blockBytes()) {
                Arrays.fill(random, (byte) 0);
                throw new IOException(
                        "gives " + random.length + " bytes where " + configuration.blockBytes() + " were asked for");
            }
            return random;
        } finally {
            Arrays.fill(body, (byte) 0);
        }
    }

    /** Whatever number of bytes the body holds, which the caller wipes. */
    byte[] decode(byte[] body) throws IOException {
        try {
            if (configuration.member().isPresent()) {
                return decode(JSON.readTree(body).path(configuration.member().get()));
            }
            return switch (configuration.encoding()) {
                case RAW -> body.clone();
                case HEX -> HexFormat.of().parseHex(new String(body, StandardCharsets.US_ASCII).strip());
                case BASE64 -> Base64.getMimeDecoder().decode(body);
            };
        } catch (IOException | IllegalArgumentException e) {
            // not the cause: a parser's message may quote the body
            throw new IOException("answers what is not " + expected());
        }
    }

    private byte[] decode(JsonNode member) throws IOException {
        return switch (configuration.encoding()) {
            case RAW -> octets(member);
            case HEX -> HexFormat.of().parseHex(member.asText());
            case BASE64 -> Base64.getDecoder().decode(member.asText());
        };
    }

    private static byte[] octets(JsonNode array) throws IOException {
        var octets = new byte[array.size()];
        for (int i = 0; i < octets.length; i++) {
            int value = array.path(i).asInt(-1);
            if (value < 0 || value > 255) {
                throw new IOException("no octet");
            }
            octets[i] = (byte) value;
        }
        return octets;
    }

    private String expected() {
        return configuration.encoding()
                + configuration
                        .member()
                        .map(name -> " in a JSON member '" + name + "'")
                        .orElse("");
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
