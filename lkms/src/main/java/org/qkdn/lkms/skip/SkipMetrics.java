package org.qkdn.lkms.skip;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.handler.codec.http.HttpResponseStatus;
import org.qkdn.lkms.metrics.DeliveryMeters;

/** The answers of the SKIP key provider as numbers. */
final class SkipMetrics {
    private final DeliveryMeters capabilities;
    private final DeliveryMeters newKey;
    private final DeliveryMeters keyById;
    private final DeliveryMeters entropy;
    private final DeliveryMeters none;

    SkipMetrics(MeterRegistry registry) {
        capabilities = new DeliveryMeters(registry, "skip", "capabilities");
        newKey = new DeliveryMeters(registry, "skip", "new_key");
        keyById = new DeliveryMeters(registry, "skip", "key_by_id");
        entropy = new DeliveryMeters(registry, "skip", "entropy");
        none = new DeliveryMeters(registry, "skip", "none");
    }

    void answered(SkipRequest request, SkipAnswer answer, long nanos) {
        var meters =
                switch (request) {
                    case SkipRequest.Capabilities all -> capabilities;
                    case SkipRequest.NewKey key -> newKey;
                    case SkipRequest.KeyById key -> keyById;
                    case SkipRequest.Entropy random -> entropy;
                    case SkipRequest.Bad bad -> none;
                };
        meters.took(nanos);
        switch (answer) {
            case SkipAnswer.Json json -> {}
            case SkipAnswer.Entropy random -> {}
            case SkipAnswer.Key key -> meters.delivered(1, 8L * key.key().length());
            case SkipAnswer.Throttled throttled -> meters.refused("bandwidth");
            case SkipAnswer.Refused refused ->
                meters.refused(refused.status().equals(HttpResponseStatus.BAD_REQUEST) ? "bad-request" : "no-keys");
        }
    }
}
