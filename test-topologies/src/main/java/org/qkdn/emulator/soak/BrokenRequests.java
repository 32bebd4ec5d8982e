package org.qkdn.emulator.soak;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

/** What is not HTTP, or HTTP that cannot be read to its end: the server answers 4xx or nothing, and ends the connection. */
final class BrokenRequests {
    private static final String POST = "POST /api/v1/keys/sae-x/enc_keys HTTP/1.1\r\nHost: kme\r\n";

    private final RandomGenerator random;

    BrokenRequests(RandomGenerator random) {
        this.random = random;
    }

    byte[] next() {
        return switch (random.nextInt(9)) {
            case 0 -> noise();
            case 1 -> bytes("GET\r\n\r\n");
            case 2 -> bytes("GET / HTTP/9.9\r\n\r\n");
            case 3 -> bytes(POST + "x".repeat(20_000) + ": 1\r\n\r\n");
            case 4 -> bytes(POST + "Content-Length: 104857600\r\n\r\n" + "x".repeat(1000));
            case 5 -> bytes(POST + "Content-Length: -1\r\n\r\n{}");
            case 6 -> bytes(POST + "Transfer-Encoding: chunked\r\n\r\nZZZ\r\n{}\r\n0\r\n\r\n");
            case 7 -> bytes(POST + "Content-Length: 3\r\nContent-Length: 4\r\n\r\n{}  ");
            default -> bytes("GET /" + "a".repeat(20_000) + " HTTP/1.1\r\n\r\n");
        };
    }

    private byte[] noise() {
        var noise = new byte[1 + random.nextInt(2000)];
        random.nextBytes(noise);
        return noise;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
