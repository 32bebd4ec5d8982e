package org.qkdn.lkms.api014;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.qkdn.lkms.app.ApplicationKeys.DeliveredKey;

/** What the key delivery API answers. */
sealed interface Answer {
    /** Members of a JSON object, 200. */
    record Json(Map<String, Object> members) implements Answer {}

    /** A key container, 200; whoever writes it closes the keys. */
    record Keys(List<DeliveredKey> keys) implements Answer {}

    /** 400: the request is at fault. */
    record Bad(String message, List<Map<String, Object>> details) implements Answer {
        Bad(String message) {
            this(message, List.of());
        }
    }

    /** 401, without body. */
    record Unauthorized() implements Answer {}

    /** 503 with Retry-After: the association's bandwidth is used up for now. */
    record Throttled(long maxBandwidthBps, Duration retryAfter) implements Answer {}

    /** 503: there are no keys now, or something on this side fails. */
    record Unavailable(String message, List<Map<String, Object>> details) implements Answer {
        Unavailable(String message) {
            this(message, List.of());
        }
    }
}
