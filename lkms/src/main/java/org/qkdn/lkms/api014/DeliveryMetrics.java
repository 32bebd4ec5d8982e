package org.qkdn.lkms.api014;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.qkdn.lkms.metrics.DeliveryMeters;

/** The answers of the key delivery API as numbers. */
final class DeliveryMetrics {
    private final Map<Route.Method, DeliveryMeters> byMethod = new EnumMap<>(Route.Method.class);

    DeliveryMetrics(MeterRegistry registry) {
        for (var method : Route.Method.values()) {
            byMethod.put(
                    method,
                    new DeliveryMeters(registry, "etsi014", method.name().toLowerCase(Locale.ROOT)));
        }
    }

    void answered(Route.Method method, Answer answer, long nanos) {
        var meters = byMethod.get(method);
        meters.took(nanos);
        switch (answer) {
            case Answer.Json status -> {}
            case Answer.Keys(var keys) -> {
                long bytes = 0;
                for (var key : keys) {
                    bytes += key.key().length();
                }
                meters.delivered(keys.size(), 8 * bytes);
            }
            case Answer.Bad bad -> meters.refused("bad-request");
            case Answer.Unauthorized none -> meters.refused("not-for-caller");
            case Answer.Throttled throttled -> meters.refused("bandwidth");
            case Answer.Unavailable unavailable -> meters.refused("no-keys");
        }
    }
}
