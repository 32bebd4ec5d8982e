package org.qkdn.emulator.soak;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Requests for the key delivery API, well-formed as HTTP, each wrong in a way that no change of state could make right: the
 * answer must be 4xx.
 */
final class MalformedRequests {
    private static final String PREFIX = "/api/v1/keys/";
    private static final String ENC = "{\"number\": 3, \"size\": 256, \"extension_optional\": [{\"abc\": \"def\"}]}";

    private final String self;
    private final String other;
    private final RandomGenerator random;

    /** @param self the SAE that sends them, which shares keys with the other */
    MalformedRequests(String self, String other, RandomGenerator random) {
        this.self = self;
        this.other = other;
        this.random = random;
    }

    byte[] next() {
        return switch (random.nextInt(16)) {
            case 0 -> post("enc_keys", cut(ENC));
            case 1 -> post("enc_keys", "{\"number\":" + wrongNumber() + "}");
            case 2 -> post("enc_keys", "{\"size\":" + wrongSize() + "}");
            case 3 -> post("enc_keys", "{\"number\":1,\"number\":" + (1 + random.nextInt(9)) + "}");
            case 4 -> post("enc_keys", "{\"extension_mandatory\":[{\"" + word() + "\":1}]}");
            case 5 -> post("enc_keys", "{\"additional_slave_SAE_IDs\":" + notAnArrayOfNames() + "}");
            case 6 -> post("enc_keys", "[".repeat(1 + random.nextInt(5000)));
            case 7 -> post("dec_keys", "{\"key_IDs\":[{\"key_ID\":\"" + word() + "\"}]}");
            case 8 ->
                post(
                        "dec_keys",
                        "{\"key_IDs\":[{\"key_ID\":\"" + new UUID(random.nextLong(), random.nextLong()) + "\"}]}");
            case 9 -> post("dec_keys", "{\"key_IDs\":" + random.nextInt() + "}");
            case 10 -> request("GET", PREFIX + other + "/enc_keys?number=" + word(), new byte[0]);
            case 11 -> request("GET", PREFIX + other + "/" + word(), new byte[0]);
            case 12 -> request("GET", PREFIX + "%" + word() + "/status", new byte[0]);
            case 13 ->
                request(
                        List.of("PUT", "DELETE", "PATCH", "HEADS", word()).get(random.nextInt(5)),
                        PREFIX + other + "/status",
                        new byte[0]);
            case 14 -> post(self, "enc_keys", "{}".getBytes(StandardCharsets.UTF_8));
            default -> post(other, "enc_keys", noise());
        };
    }

    private String wrongNumber() {
        return List.of(
                        "0",
                        "-1",
                        "33",
                        "1e9",
                        "1.5",
                        "\"1\"",
                        "null",
                        "true",
                        "[]",
                        "{}",
                        "9".repeat(40),
                        "-" + "9".repeat(19))
                .get(random.nextInt(12));
    }

    private String wrongSize() {
        return List.of("0", "-256", "255", "7", "56", "1032", "1e300", "\"256\"", "null", "[256]", "9".repeat(19))
                .get(random.nextInt(11));
    }

    private String notAnArrayOfNames() {
        return List.of(
                        "1",
                        "\"sae\"",
                        "{}",
                        "null",
                        "[1]",
                        "[null]",
                        "[\"\"]",
                        "[\"\\u0000\"]",
                        "[\"\\ud800\"]",
                        "[[]]")
                .get(random.nextInt(10));
    }

    /** A JSON object without its end, and a random byte or two. */
    private String cut(String json) {
        return json.substring(0, random.nextInt(json.length() - 1)) + (char) ('a' + random.nextInt(26));
    }

    /** Never JSON: it begins with a byte that no JSON text begins with. */
    private byte[] noise() {
        var noise = new byte[1 + random.nextInt(300)];
        random.nextBytes(noise);
        noise[0] = (byte) 0xFE;
        return noise;
    }

    /** Letters that are no name of anything, no number and no hexadecimal digits. */
    private String word() {
        var word = new StringBuilder("q");
        for (int i = random.nextInt(20); i >= 0; i--) {
            word.append((char) ('g' + random.nextInt(20)));
        }
        return word.toString();
    }

    private byte[] post(String method, String body) {
        return post(other, method, body.getBytes(StandardCharsets.UTF_8));
    }

    private byte[] post(String sae, String method, byte[] body) {
        return request("POST", PREFIX + sae + "/" + method, body);
    }

    private static byte[] request(String method, String target, byte[] body) {
        var head =
                method + " " + target + " HTTP/1.1\r\nHost: kme\r\nContent-Type: application/json\r\nContent-Length: "
                        + body.length + "\r\n\r\n";
        var out = new ByteArrayOutputStream(head.length() + body.length);
        out.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(body);
        return out.toByteArray();
    }
}
