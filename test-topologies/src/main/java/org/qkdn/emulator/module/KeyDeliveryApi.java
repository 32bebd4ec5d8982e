package org.qkdn.emulator.module;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The module's own key delivery API (ETSI GS QKD 014 V1.1.1), as a vendor's would be. It serves one SAE, the LKMS of its
 * node, which shares keys with one other SAE, the LKMS of the node the module is paired with.
 */
final class KeyDeliveryApi {
    static final int KEY_SIZE = 256;
    static final int MIN_KEY_SIZE = 64;
    static final int MAX_KEY_SIZE = 4096;
    static final int MAX_KEYS_PER_REQUEST = 128;

    private static final Pattern PATH = Pattern.compile("/api/v1/keys/([^/?]+)/(status|enc_keys|dec_keys)(?:\\?.*)?");
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final EmulatedModule module;

    KeyDeliveryApi(EmulatedModule module) {
        this.module = module;
    }

    KeyDeliveryAnswer answer(KeyDeliveryCall call) {
        var path = PATH.matcher(call.uri());
        if (!path.matches()) {
            return KeyDeliveryAnswer.bare(404);
        }
        boolean status = path.group(2).equals("status");
        if (!call.method().equals("GET") && (status || !call.method().equals("POST"))) {
            return KeyDeliveryAnswer.bare(405);
        }
        if (!call.caller().equals("lkms-" + module.ref().site())) {
            return KeyDeliveryAnswer.bare(401);
        }
        try {
            var other = decode(path.group(1));
            return switch (path.group(2)) {
                case "status" -> status(call, other);
                case "enc_keys" -> encKeys(call, other);
                default -> decKeys(call, other);
            };
        } catch (BadKeyRequest e) {
            return KeyDeliveryAnswer.error(400, e.getMessage());
        }
    }

    private KeyDeliveryAnswer status(KeyDeliveryCall call, String slave) throws BadKeyRequest {
        var supply = shared(slave);
        if (supply.isEmpty()) {
            return unpaired();
        }
        return KeyDeliveryAnswer.ok(JSON.objectNode()
                .put("source_KME_ID", module.ref().commonName())
                .put("target_KME_ID", supply.get().peer().commonName())
                .put("master_SAE_ID", call.caller())
                .put("slave_SAE_ID", slave)
                .put("key_size", KEY_SIZE)
                .put(
                        "stored_key_count",
                        supply.get().keys().ownBytes(supply.get().end()) * 8 / KEY_SIZE)
                .put("max_key_count", SharedKeys.MAX_OWN_BYTES * 8 / KEY_SIZE)
                .put("max_key_per_request", MAX_KEYS_PER_REQUEST)
                .put("max_key_size", MAX_KEY_SIZE)
                .put("min_key_size", MIN_KEY_SIZE)
                .put("max_SAE_ID_count", 0));
    }

    private KeyDeliveryAnswer encKeys(KeyDeliveryCall call, String slave) throws BadKeyRequest {
        var request = KeyRequests.keyRequest(call);
        var supply = shared(slave);
        if (supply.isEmpty()) {
            return unpaired();
        }
        return supply.get()
                .keys()
                .cut(supply.get().end(), request.number(), request.size() / 8)
                .map(keys -> KeyDeliveryAnswer.ok(container(keys)))
                .orElseGet(() -> KeyDeliveryAnswer.error(503, "not enough keys"));
    }

    private KeyDeliveryAnswer decKeys(KeyDeliveryCall call, String master) throws BadKeyRequest {
        var ids = KeyRequests.keyIds(call);
        var supply = shared(master);
        if (supply.isEmpty()) {
            return unpaired();
        }
        return supply.get()
                .keys()
                .take(supply.get().end(), ids)
                .map(keys -> KeyDeliveryAnswer.ok(container(keys)))
                .orElseGet(() -> KeyDeliveryAnswer.error(400, "one or more keys specified are not found on KME"));
    }

    private static KeyDeliveryAnswer unpaired() {
        return KeyDeliveryAnswer.error(503, "this module shares no keys: it was not paired yet");
    }

    /** Empty where the module shares keys with nobody. */
    private Optional<KeySupply> shared(String sae) throws BadKeyRequest {
        var all = module.supplies();
        var found = all.stream()
                .filter(supply -> sae.equals("lkms-" + supply.peer().site()))
                .findFirst();
        if (found.isEmpty() && !all.isEmpty()) {
            throw new BadKeyRequest("unknown SAE ID");
        }
        return found;
    }

    private static JsonNode container(List<ModuleKey> keys) {
        var container = JSON.objectNode();
        var list = container.putArray("keys");
        for (var key : keys) {
            list.addObject()
                    .put("key_ID", key.id().toString())
                    .put("key", Base64.getEncoder().encodeToString(key.bytes()));
            Arrays.fill(key.bytes(), (byte) 0);
        }
        return container;
    }

    private static String decode(String segment) throws BadKeyRequest {
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new BadKeyRequest("the SAE ID in the path is malformed");
        }
    }
}
