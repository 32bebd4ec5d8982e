package org.qkdn.emulator.soak;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Letters and bytes that mean nothing to anybody, and HTTP around them. */
final class Spelling {
    private final RandomGenerator random;

    Spelling(RandomGenerator random) {
        this.random = random;
    }

    int number(int bound) {
        return random.nextInt(bound);
    }

    @SafeVarargs
    final <T> T one(T... of) {
        return of[random.nextInt(of.length)];
    }

    UUID uuid() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    /** Letters that are no name of anything, no number and no hexadecimal digits. */
    String word() {
        var word = new StringBuilder("q");
        for (int i = random.nextInt(20); i >= 0; i--) {
            word.append((char) ('g' + random.nextInt(20)));
        }
        return word.toString();
    }

    /** Never JSON: it begins with a byte that no JSON text begins with. */
    byte[] noise(int most) {
        var noise = new byte[1 + random.nextInt(most)];
        random.nextBytes(noise);
        noise[0] = (byte) 0xFE;
        return noise;
    }

    /** A JSON object without its end, and a random letter. */
    String cut(String json) {
        return json.substring(0, random.nextInt(json.length() - 1)) + (char) ('a' + random.nextInt(26));
    }

    byte[] methodThatIsNotAllowed(String path) {
        return request(List.of("PUT", "DELETE", "PATCH", "HEADS", word()).get(random.nextInt(5)), path, new byte[0]);
    }

    static byte[] get(String target) {
        return request("GET", target, new byte[0]);
    }

    static byte[] post(String target, String body) {
        return request("POST", target, body.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] request(String method, String target, byte[] body) {
        var head =
                method + " " + target + " HTTP/1.1\r\nHost: kme\r\nContent-Type: application/json\r\nContent-Length: "
                        + body.length + "\r\n\r\n";
        var out = new ByteArrayOutputStream(head.length() + body.length);
        out.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(body);
        return out.toByteArray();
    }
}
