package org.qkdn.emulator.soak;

import java.util.function.Supplier;

/**
 * Requests, well-formed as HTTP, each wrong in a way that no change of state could make right: the answer must be 4xx.
 */
final class MalformedRequests {
    private static final String KEYS = "/api/v1/keys/";
    private static final String STREAMS = "/api/v1/qkd004/";
    private static final String ENC = "{\"number\": 3, \"size\": 256, \"extension_optional\": [{\"abc\": \"def\"}]}";
    private static final String OPEN =
            "{\"Source\": \"qkd://sae-alpha\", \"Destination\": \"qkd://sae-bravo\", \"QoS\": {\"Key_chunk_size\": 32}}";

    private final String self;
    private final String other;
    private final Spelling spelling;

    /** @param self the SAE that sends them, which shares keys with the other */
    MalformedRequests(String self, String other, Spelling spelling) {
        this.self = self;
        this.other = other;
        this.spelling = spelling;
    }

    /** At the port of ETSI GS QKD 014, which serves the JSON form of ETSI GS QKD 004 too. */
    Supplier<byte[]> ofKeyDelivery() {
        return () -> spelling.number(5) == 0 ? stream() : keys();
    }

    private byte[] keys() {
        return switch (spelling.number(16)) {
            case 0 -> post("enc_keys", spelling.cut(ENC));
            case 1 -> post("enc_keys", "{\"number\":" + wrongNumber() + "}");
            case 2 -> post("enc_keys", "{\"size\":" + wrongSize() + "}");
            case 3 -> post("enc_keys", "{\"number\":1,\"number\":" + (1 + spelling.number(9)) + "}");
            case 4 -> post("enc_keys", "{\"extension_mandatory\":[{\"" + spelling.word() + "\":1}]}");
            case 5 -> post("enc_keys", "{\"additional_slave_SAE_IDs\":" + notAnArrayOfNames() + "}");
            case 6 -> post("enc_keys", "[".repeat(1 + spelling.number(5000)));
            case 7 -> post("dec_keys", "{\"key_IDs\":[{\"key_ID\":\"" + spelling.word() + "\"}]}");
            case 8 -> post("dec_keys", "{\"key_IDs\":[{\"key_ID\":\"" + spelling.uuid() + "\"}]}");
            case 9 -> post("dec_keys", "{\"key_IDs\":" + spelling.number(1 << 30) + "}");
            case 10 -> Spelling.get(KEYS + other + "/enc_keys?number=" + spelling.word());
            case 11 -> Spelling.get(KEYS + other + "/" + spelling.word());
            case 12 -> Spelling.get(KEYS + "%" + spelling.word() + "/status");
            case 13 -> spelling.methodThatIsNotAllowed(KEYS + other + "/status");
            case 14 -> Spelling.post(KEYS + self + "/enc_keys", "{}");
            default -> Spelling.request("POST", KEYS + other + "/enc_keys", spelling.noise(300));
        };
    }

    private byte[] stream() {
        var call = spelling.one("open_connect", "get_key", "close");
        return switch (spelling.number(8)) {
            case 0 -> Spelling.post(STREAMS + "open_connect", spelling.cut(OPEN));
            case 1 -> Spelling.request("POST", STREAMS + call, spelling.noise(300));
            case 2 -> Spelling.post(STREAMS + call, "[".repeat(1 + spelling.number(5000)));
            case 3 -> Spelling.post(STREAMS + call, "{\"Key_stream_ID\": \"" + spelling.word() + "\"}");
            case 4 ->
                Spelling.post(STREAMS + "get_key", "{\"index\": " + spelling.one("-1", "1.5", "true", "[]") + "}");
            case 5 ->
                Spelling.post(
                        STREAMS + "open_connect",
                        "{\"QoS\": {\"Key_chunk_size\": " + spelling.one("-8", "1e300", "\"32\"", "{}") + "}}");
            case 6 -> Spelling.post(KEYS + spelling.word() + "/" + spelling.one("get_key", "close"), "{}");
            default -> spelling.methodThatIsNotAllowed(STREAMS + call);
        };
    }

    /** At the ports of SKIP. */
    Supplier<byte[]> ofSkip() {
        return () -> switch (spelling.number(9)) {
            case 0 -> Spelling.get("/key?size=" + spelling.one("0", "-8", "7", "1032", "9".repeat(40), "256&size=256"));
            case 1 -> Spelling.get("/key?remoteSystemID=" + spelling.word());
            case 2 -> Spelling.get("/key?remoteSystemID=KP_BRAVO&remoteSystemID=KP_BRAVO");
            case 3 -> Spelling.get("/key/" + spelling.word() + "?remoteSystemID=KP_BRAVO");
            case 4 -> Spelling.get("/key/" + spelling.uuid().toString().replace("-", "") + "?remoteSystemID=KP_BRAVO");
            case 5 -> Spelling.get("/entropy?minentropy=" + spelling.one("0", "-1", "8193", spelling.word(), ""));
            case 6 -> Spelling.get("/key?size=%" + spelling.word());
            case 7 -> spelling.methodThatIsNotAllowed(spelling.one("/key", "/capabilities", "/entropy"));
            default -> Spelling.get("/" + spelling.word());
        };
    }

    /** At the port where metrics are read. */
    Supplier<byte[]> ofMetrics() {
        return () -> switch (spelling.number(3)) {
            case 0 -> spelling.methodThatIsNotAllowed("/metrics");
            case 1 -> Spelling.get("/metrics%" + spelling.word());
            default -> Spelling.request("GET", "/" + spelling.word(), spelling.noise(3000));
        };
    }

    private String wrongNumber() {
        return spelling.one(
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
                "-" + "9".repeat(19));
    }

    private String wrongSize() {
        return spelling.one("0", "-256", "255", "7", "56", "1032", "1e300", "\"256\"", "null", "[256]", "9".repeat(19));
    }

    private String notAnArrayOfNames() {
        return spelling.one(
                "1", "\"sae\"", "{}", "null", "[1]", "[null]", "[\"\"]", "[\"\\u0000\"]", "[\"\\ud800\"]", "[[]]");
    }

    private byte[] post(String method, String body) {
        return Spelling.post(KEYS + other + "/" + method, body);
    }
}
