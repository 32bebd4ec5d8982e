package org.qkdn.lkms.api004.json;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.regex.Pattern;
import org.qkdn.lkms.api004.stream.OpenRequest;
import org.qkdn.lkms.api004.stream.Qos;

/** Members of a request by their names in ETSI GS QKD 004. What is wrong is remembered, the first of it, and then told. */
final class RequestBody {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final Pattern UUID_TEXT = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final UUID NONE = new UUID(0, 0);
    private static final long UINT32 = 0xFFFF_FFFFL;

    private final JsonNode members;
    private String fault = "";

    private RequestBody(JsonNode members, String fault) {
        this.members = members;
        this.fault = fault;
    }

    static RequestBody read(byte[] bytes) {
        try {
            var read = JSON.readTree(bytes);
            if (read != null && read.isObject()) {
                return new RequestBody(read, "");
            }
        } catch (IOException e) {
            // what the parser says may quote the body: ours is enough
        }
        return new RequestBody(MissingNode.getInstance(), "the body shall be a JSON object");
    }

    /** Empty where all that was asked of it is well. */
    String fault() {
        return fault;
    }

    /** {@code peer} from the path stands for a Destination that is not there, the caller for a Source. */
    OpenRequest open(String caller, String peer) {
        return new OpenRequest(text(members, "Source", caller), text(members, "Destination", peer), qos(), id(""));
    }

    private Qos qos() {
        var qos = members.path("QoS");
        if (!qos.isMissingNode() && !qos.isObject()) {
            wrong("QoS shall be an object");
        }
        return new Qos(
                number(qos, "Key_chunk_size").orElse(0),
                number(qos, "Max_bps").orElse(0),
                number(qos, "Min_bps").orElse(0),
                number(qos, "Jitter").orElse(0),
                number(qos, "Priority").orElse(0),
                number(qos, "Timeout").orElse(0),
                number(qos, "TTL").orElse(0),
                text(qos, "Metadata_mimetype", ""));
    }

    /** All-zero where there is none; {@code fromPath} stands for one that is not there. */
    UUID id(String fromPath) {
        var text = text(members, "Key_stream_ID", fromPath);
        if (text.isEmpty()) {
            return NONE;
        }
        if (!UUID_TEXT.matcher(text).matches()) {
            wrong("Key_stream_ID shall be a UUID");
            return NONE;
        }
        if (!fromPath.isEmpty() && !fromPath.equalsIgnoreCase(text)) {
            wrong("Key_stream_ID is not the one of the path");
        }
        return UUID.fromString(text);
    }

    OptionalLong index() {
        return number(members, "index");
    }

    /** Bytes; 0 where no metadata is wanted. */
    long metadataSize() {
        var metadata = members.path("Metadata");
        if (!metadata.isMissingNode() && !metadata.isObject()) {
            wrong("Metadata shall be an object");
        }
        return number(metadata, "Metadata_size").orElse(0);
    }

    private OptionalLong number(JsonNode of, String name) {
        var value = of.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return OptionalLong.empty();
        }
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < 0
                || value.longValue() > UINT32) {
            wrong(name + " shall be an integer from 0 to 4294967295");
            return OptionalLong.empty();
        }
        return OptionalLong.of(value.longValue());
    }

    private String text(JsonNode of, String name, String otherwise) {
        var value = of.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return otherwise;
        }
        if (!value.isTextual() || value.textValue().codePoints().anyMatch(Character::isISOControl)) {
            wrong(name + " shall be a text");
            return otherwise;
        }
        return value.textValue();
    }

    private void wrong(String what) {
        if (fault.isEmpty()) {
            fault = what;
        }
    }
}
