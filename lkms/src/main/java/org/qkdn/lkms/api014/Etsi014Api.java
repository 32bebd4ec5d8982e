package org.qkdn.lkms.api014;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.qkdn.lkms.http.HttpApi;
import org.qkdn.lkms.http.HttpCall;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The key delivery API of this KME (ETSI GS QKD 014). */
public final class Etsi014Api implements HttpApi {
    private static final Logger LOG = LoggerFactory.getLogger(Etsi014Api.class);

    private static final List<HttpMethod> GET = List.of(HttpMethod.GET);
    private static final List<HttpMethod> GET_OR_POST = List.of(HttpMethod.GET, HttpMethod.POST);

    private final KeyDelivery delivery;
    private final RequestReader reader;
    private final DeliveryMetrics metrics;

    public Etsi014Api(KeyDelivery delivery, MeterRegistry registry) {
        this.delivery = delivery;
        this.metrics = new DeliveryMetrics(registry);
        this.reader = new RequestReader(delivery.limits());
    }

    @Override
    public boolean serves(String path) {
        return path.startsWith(Route.PREFIX);
    }

    @Override
    public CompletableFuture<FullHttpResponse> answer(HttpCall call) {
        return switch (Route.of(call.path())) {
            case Route.Found.Unknown unknown ->
                plain(HttpResponseStatus.NOT_FOUND, "there is no such resource; see ETSI GS QKD 014 clause 5");
            case Route.Found.BadSae bad -> plain(HttpResponseStatus.BAD_REQUEST, bad.message());
            case Route.Found.Known known -> {
                var allowed = known.route().method() == Route.Method.STATUS ? GET : GET_OR_POST;
                if (!allowed.contains(call.request().method())) {
                    yield notAllowed(allowed);
                }
                long begun = System.nanoTime();
                yield write(call, known.route().method(), begun, answer(known.route(), call));
            }
        };
    }

    private CompletableFuture<Answer> answer(Route route, HttpCall call) {
        var sae = call.sae();
        var request = call.request();
        if (route.sae().equals(sae)) {
            return now(new Answer.Bad("master and slave SAE are the same"));
        }
        Map<String, List<String>> query;
        try {
            query = new QueryStringDecoder(request.uri()).parameters();
        } catch (IllegalArgumentException e) {
            return now(new Answer.Bad("the query is not URL-encoded"));
        }
        boolean post = request.method().equals(HttpMethod.POST);
        var body = post ? ByteBufUtil.getBytes(request.content()) : new byte[0];
        return switch (route.method()) {
            case STATUS -> delivery.status(sae, route.sae());
            case ENC_KEYS -> newKeys(route, call, post ? reader.keyRequest(body) : reader.keyRequest(query));
            case DEC_KEYS -> keysWithIds(route, call, post ? reader.keyIds(body) : reader.keyIds(query));
        };
    }

    private CompletableFuture<Answer> newKeys(Route route, HttpCall call, Parsed<KeyRequest> request) {
        return switch (request) {
            case Parsed.Good<KeyRequest>(var good) -> delivery.newKeys(call.sae(), route.sae(), good, call.thread());
            case Parsed.Wrong<KeyRequest>(var bad) -> now(bad);
        };
    }

    private CompletableFuture<Answer> keysWithIds(Route route, HttpCall call, Parsed<List<UUID>> request) {
        return switch (request) {
            case Parsed.Good<List<UUID>>(var good) ->
                delivery.keysWithIds(call.sae(), route.sae(), good, call.thread());
            case Parsed.Wrong<List<UUID>>(var bad) -> now(bad);
        };
    }

    private static CompletableFuture<Answer> now(Answer answer) {
        return CompletableFuture.completedFuture(answer);
    }

    private CompletableFuture<FullHttpResponse> write(
            HttpCall call, Route.Method method, long begun, CompletableFuture<Answer> answered) {
        return answered.handle((good, failure) -> response(call, method, begun, good, failure));
    }

    private FullHttpResponse response(HttpCall call, Route.Method method, long begun, Answer good, Throwable failure) {
        if (failure != null) {
            LOG.error("a key request failed", failure);
        }
        var answer = failure == null ? good : new Answer.Unavailable("key data access error");
        metrics.answered(method, answer, System.nanoTime() - begun);
        return AnswerWriter.write(answer, call.buffers());
    }

    private static CompletableFuture<FullHttpResponse> plain(HttpResponseStatus status, String message) {
        return CompletableFuture.completedFuture(AnswerWriter.error(status, message, List.of()));
    }

    private static CompletableFuture<FullHttpResponse> notAllowed(List<HttpMethod> allowed) {
        var names = allowed.stream().map(HttpMethod::name).collect(Collectors.joining(", "));
        var response =
                AnswerWriter.error(HttpResponseStatus.METHOD_NOT_ALLOWED, "this resource allows " + names, List.of());
        response.headers().set(HttpHeaderNames.ALLOW, names);
        return CompletableFuture.completedFuture(response);
    }
}
