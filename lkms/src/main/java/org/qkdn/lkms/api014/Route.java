package org.qkdn.lkms.api014;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Which method of the API a path names, and the other SAE in it (ETSI GS QKD 014 5.1, URL-encoded). */
record Route(Method method, String sae) {
    /** The last segment of the path. */
    enum Method {
        STATUS,
        ENC_KEYS,
        DEC_KEYS
    }

    static final String PREFIX = "/api/v1/keys/";
    private static final int LONGEST_SAE_ID = 255;

    /** Outcome of reading a path. */
    sealed interface Found {
        record Known(Route route) implements Found {}

        record Unknown() implements Found {}

        record BadSae(String message) implements Found {}
    }

    /** Takes the raw path: an encoded slash belongs to the SAE ID. */
    static Found of(String rawPath) {
        if (!rawPath.startsWith(PREFIX)) {
            return new Found.Unknown();
        }
        var segments = rawPath.substring(PREFIX.length()).split("/", -1);
        if (segments.length != 2 || segments[0].isEmpty()) {
            return new Found.Unknown();
        }
        var method = method(segments[1]);
        if (method.isEmpty()) {
            return new Found.Unknown();
        }
        var sae = decode(segments[0]);
        return sae.isPresent() && plausible(sae.get())
                ? new Found.Known(new Route(method.get(), sae.get()))
                : new Found.BadSae("the SAE ID in the path is not a URL-encoded name of at most 255 characters");
    }

    private static Optional<Method> method(String segment) {
        return switch (segment) {
            case "status" -> Optional.of(Method.STATUS);
            case "enc_keys" -> Optional.of(Method.ENC_KEYS);
            case "dec_keys" -> Optional.of(Method.DEC_KEYS);
            default -> Optional.empty();
        };
    }

    /** Half a surrogate pair is no character, though JSON can spell it. */
    static boolean plausible(String sae) {
        if (sae.length() > LONGEST_SAE_ID || sae.isBlank()) {
            return false;
        }
        int c;
        for (int i = 0; i < sae.length(); i += Character.charCount(c)) {
            c = sae.codePointAt(i);
            if (Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE) {
                return false;
            }
        }
        return true;
    }

    private static Optional<String> decode(String segment) {
        var bytes = ByteBuffer.allocate(segment.length() * 4);
        for (int i = 0; i < segment.length(); i++) {
            char c = segment.charAt(i);
            if (c > 0x7F) {
                return Optional.empty();
            }
            if (c != '%') {
                bytes.put((byte) c);
                continue;
            }
            if (i + 2 >= segment.length()
                    || Character.digit(segment.charAt(i + 1), 16) < 0
                    || Character.digit(segment.charAt(i + 2), 16) < 0) {
                return Optional.empty();
            }
            bytes.put((byte) Integer.parseInt(segment, i + 1, i + 3, 16));
            i += 2;
        }
        try {
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
