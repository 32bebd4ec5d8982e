package org.qkdn.lkms.api014;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Counts what the key delivery API hands out and refuses, and how long it takes. By method; an SAE is never named. */
final class DeliveryMetrics {
    private final MeterRegistry registry;
    private final Map<Route.Method, Meters> byMethod = new EnumMap<>(Route.Method.class);

    private record Meters(Timer time, Counter keys, Counter bits) {}

    DeliveryMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (var method : Route.Method.values()) {
            var name = name(method);
            byMethod.put(
                    method,
                    new Meters(
                            Timer.builder("qkdn.requests")
                                    .description("time from a request to its answer")
                                    .tag("method", name)
                                    .publishPercentileHistogram()
                                    .minimumExpectedValue(Duration.ofNanos(100_000))
                                    .maximumExpectedValue(Duration.ofSeconds(10))
                                    .register(registry),
                            registry.counter("qkdn.keys.delivered", "method", name),
                            registry.counter("qkdn.key.bits.delivered", "method", name)));
        }
    }

    void answered(Route.Method method, Answer answer, long nanos) {
        var meters = byMethod.get(method);
        meters.time.record(nanos, TimeUnit.NANOSECONDS);
        switch (answer) {
            case Answer.Json status -> {}
            case Answer.Keys(var keys) -> {
                meters.keys.increment(keys.size());
                long bytes = 0;
                for (var key : keys) {
                    bytes += key.key().length();
                }
                meters.bits.increment(8.0 * bytes);
            }
            case Answer.Bad bad -> refused(method, "bad-request");
            case Answer.Unauthorized none -> refused(method, "not-for-caller");
            case Answer.Throttled throttled -> refused(method, "bandwidth");
            case Answer.Unavailable unavailable -> refused(method, "no-keys");
        }
    }

    private void refused(Route.Method method, String reason) {
        registry.counter("qkdn.requests.refused", "method", name(method), "reason", reason)
                .increment();
    }

    private static String name(Route.Method method) {
        return method.name().toLowerCase(Locale.ROOT);
    }
}
