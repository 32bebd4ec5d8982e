package org.qkdn.lkms.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Counts what one method of one interface hands to SAEs and refuses them, and how long it takes. An SAE is never named. */
public final class DeliveryMeters {
    private static final String INTERFACE = "interface";
    private static final String METHOD = "method";

    private final MeterRegistry registry;
    private final String api;
    private final String method;
    private final Timer time;
    private final Counter keys;
    private final Counter bits;

    public DeliveryMeters(MeterRegistry registry, String api, String method) {
        this.registry = registry;
        this.api = api;
        this.method = method;
        this.time = Timer.builder("qkdn.lkms.requests")
                .description("time from a request to its answer")
                .tag(INTERFACE, api)
                .tag(METHOD, method)
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofNanos(100_000))
                .maximumExpectedValue(Duration.ofSeconds(10))
                .register(registry);
        this.keys = registry.counter("qkdn.lkms.keys.delivered", INTERFACE, api, METHOD, method);
        this.bits = registry.counter("qkdn.lkms.key.bits.delivered", INTERFACE, api, METHOD, method);
    }

    public void took(long nanos) {
        time.record(nanos, TimeUnit.NANOSECONDS);
    }

    public void delivered(int number, long keyBits) {
        keys.increment(number);
        bits.increment((double) keyBits);
    }

    public void refused(String reason) {
        registry.counter("qkdn.lkms.requests.refused", INTERFACE, api, METHOD, method, "reason", reason)
                .increment();
    }
}
