package org.qkdn.lkms.skip;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.qkdn.lkms.http.HttpApi;
import org.qkdn.lkms.http.HttpCall;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Secure Key Integration Protocol (draft-singh-skip-00), the side of the key provider. */
public final class SkipApi implements HttpApi {
    private static final Logger LOG = LoggerFactory.getLogger(SkipApi.class);

    private final SkipKeys keys;
    private final Executor blocking;
    private final SkipMetrics metrics;

    /** {@code blocking} is where a draw of random bytes may wait. */
    public SkipApi(SkipKeys keys, Executor blocking, MeterRegistry registry) {
        this.keys = keys;
        this.blocking = blocking;
        this.metrics = new SkipMetrics(registry);
    }

    @Override
    public boolean serves(String path) {
        return SkipRequest.isPath(path);
    }

    @Override
    public CompletableFuture<FullHttpResponse> answer(HttpCall call) {
        if (!call.request().method().equals(HttpMethod.GET)) {
            var response = SkipAnswer.write(
                    new SkipAnswer.Refused(HttpResponseStatus.METHOD_NOT_ALLOWED, "SKIP has GET only"), call.buffers());
            response.headers().set(HttpHeaderNames.ALLOW, "GET");
            return CompletableFuture.completedFuture(response);
        }
        long begun = System.nanoTime();
        var request = SkipRequest.of(call.path(), call.request().uri());
        return answer(call.sae(), request)
                .exceptionally(failure -> {
                    LOG.error("a SKIP request failed", failure);
                    return new SkipAnswer.Refused(HttpResponseStatus.INTERNAL_SERVER_ERROR, "key data access error");
                })
                .thenApply(answer -> {
                    metrics.answered(request, answer, System.nanoTime() - begun);
                    return SkipAnswer.write(answer, call.buffers());
                });
    }

    private CompletableFuture<SkipAnswer> answer(String sae, SkipRequest request) {
        return switch (request) {
            case SkipRequest.Capabilities all -> CompletableFuture.completedFuture(keys.capabilities(sae));
            case SkipRequest.NewKey key -> keys.newKey(sae, key);
            case SkipRequest.KeyById key -> keys.keyById(sae, key);
            case SkipRequest.Entropy entropy -> CompletableFuture.supplyAsync(() -> keys.entropy(entropy), blocking);
            case SkipRequest.Bad bad -> CompletableFuture.completedFuture(SkipAnswer.bad(bad.message()));
        };
    }
}
