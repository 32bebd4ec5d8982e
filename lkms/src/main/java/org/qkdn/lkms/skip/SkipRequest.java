package org.qkdn.lkms.skip;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/** What a client asks for (draft-singh-skip-00, table 2), or what is wrong with it. */
sealed interface SkipRequest {
    record Capabilities() implements SkipRequest {}

    record NewKey(String remoteSystem, int sizeBits) implements SkipRequest {}

    record KeyById(UUID id, String remoteSystem) implements SkipRequest {}

    record Entropy(int bits) implements SkipRequest {}

    record Bad(String message) implements SkipRequest {}

    /** Sizes that keys are cut in, as ETSI GS QKD 014 has them here; in bits. */
    int LEAST_SIZE = 64;

    int MOST_SIZE = 1024;
    int USUAL_SIZE = 256;
    int MOST_ENTROPY = 8192;

    Pattern KEY_ID = Pattern.compile("[0-9a-fA-F]{32}");
    String KEY_PREFIX = "/key/";

    static boolean isPath(String path) {
        return path.equals("/capabilities")
                || path.equals("/key")
                || path.startsWith(KEY_PREFIX)
                || path.equals("/entropy");
    }

    /** Of a path for which {@link #isPath} holds. */
    static SkipRequest of(String path, String uri) {
        Map<String, List<String>> query;
        try {
            query = new QueryStringDecoder(uri).parameters();
        } catch (IllegalArgumentException e) {
            return new Bad("the query is not URL-encoded");
        }
        return switch (path) {
            case "/capabilities" -> new Capabilities();
            case "/entropy" -> entropy(query);
            case "/key" -> newKey(query);
            default -> keyById(path.substring(KEY_PREFIX.length()), query);
        };
    }

    private static SkipRequest entropy(Map<String, List<String>> query) {
        int bits = integer(query, "minentropy");
        return bits >= 1 && bits <= MOST_ENTROPY
                ? new Entropy(bits)
                : new Bad("minentropy shall be one integer from 1 to " + MOST_ENTROPY);
    }

    private static SkipRequest newKey(Map<String, List<String>> query) {
        int bits = integer(query, "size");
        if (bits % 8 != 0 || bits < LEAST_SIZE || bits > MOST_SIZE) {
            return new Bad("size shall be one multiple of 8 from " + LEAST_SIZE + " to " + MOST_SIZE);
        }
        var remote = query.getOrDefault("remoteSystemID", List.of());
        return remote.size() == 1 ? new NewKey(remote.getFirst(), bits) : oneRemoteSystem();
    }

    private static SkipRequest keyById(String id, Map<String, List<String>> query) {
        if (!KEY_ID.matcher(id).matches()) {
            return new Bad("keyId shall be 32 hexadecimal digits");
        }
        var remote = query.getOrDefault("remoteSystemID", List.of());
        var uuid = new UUID(Long.parseUnsignedLong(id, 0, 16, 16), Long.parseUnsignedLong(id, 16, 32, 16));
        return remote.size() == 1 ? new KeyById(uuid, remote.getFirst()) : oneRemoteSystem();
    }

    private static SkipRequest oneRemoteSystem() {
        return new Bad("remoteSystemID shall be given once");
    }

    /** 256 where it is not given, -1 where it is not one small integer. */
    private static int integer(Map<String, List<String>> query, String name) {
        var values = query.getOrDefault(name, List.of());
        if (values.isEmpty()) {
            return USUAL_SIZE;
        }
        return values.size() == 1 && values.getFirst().matches("[0-9]{1,8}") ? Integer.parseInt(values.getFirst()) : -1;
    }
}
