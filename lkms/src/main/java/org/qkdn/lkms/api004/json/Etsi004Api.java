package org.qkdn.lkms.api004.json;

import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.concurrent.CompletableFuture;
import org.qkdn.lkms.api004.stream.KeyStreams;
import org.qkdn.lkms.http.HttpApi;
import org.qkdn.lkms.http.HttpCall;

/** ETSI GS QKD 004 as JSON over HTTPS, with the standard's own names. */
public final class Etsi004Api implements HttpApi {
    private final KeyStreams streams;

    public Etsi004Api(KeyStreams streams) {
        this.streams = streams;
    }

    @Override
    public boolean serves(String path) {
        return Etsi004Route.of(path).isPresent();
    }

    @Override
    public CompletableFuture<FullHttpResponse> answer(HttpCall call) {
        if (!call.request().method().equals(HttpMethod.POST)) {
            var response = AnswerWriter.bad(HttpResponseStatus.METHOD_NOT_ALLOWED, "this resource allows POST");
            response.headers().set(HttpHeaderNames.ALLOW, "POST");
            return CompletableFuture.completedFuture(response);
        }
        var route = Etsi004Route.of(call.path()).orElseThrow();
        var body = RequestBody.read(ByteBufUtil.getBytes(call.request().content()));
        return switch (route.call()) {
            case OPEN_CONNECT -> open(call, route, body);
            case GET_KEY -> get(call, route, body);
            case CLOSE -> close(call, route, body);
        };
    }

    private CompletableFuture<FullHttpResponse> open(HttpCall call, Etsi004Route route, RequestBody body) {
        var request = body.open(call.sae(), route.name());
        return body.fault().isEmpty() ? streams.open(call.sae(), request).thenApply(AnswerWriter::open) : bad(body);
    }

    private CompletableFuture<FullHttpResponse> get(HttpCall call, Etsi004Route route, RequestBody body) {
        var id = body.id(route.name());
        var index = body.index();
        long metadataSize = body.metadataSize();
        return body.fault().isEmpty()
                ? streams.get(call.sae(), id, index, metadataSize)
                        .thenApply(outcome -> AnswerWriter.get(id, outcome, call.buffers()))
                : bad(body);
    }

    private CompletableFuture<FullHttpResponse> close(HttpCall call, Etsi004Route route, RequestBody body) {
        var id = body.id(route.name());
        return body.fault().isEmpty()
                ? streams.close(call.sae(), id).thenApply(outcome -> AnswerWriter.close(id, outcome))
                : bad(body);
    }

    private static CompletableFuture<FullHttpResponse> bad(RequestBody body) {
        return CompletableFuture.completedFuture(AnswerWriter.bad(HttpResponseStatus.BAD_REQUEST, body.fault()));
    }
}
