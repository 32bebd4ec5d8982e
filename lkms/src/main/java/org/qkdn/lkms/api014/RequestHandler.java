package org.qkdn.lkms.api014;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.ssl.SslHandler;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.qkdn.node.tls.TlsIdentity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection of an SAE: who it is, what it asks, in which order it is answered. */
final class RequestHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(RequestHandler.class);

    private final KeyDelivery delivery;
    private final RequestReader reader;
    private final Set<String> saes;
    /** Answered only after this: requests sent without waiting are answered in their order. */
    private CompletableFuture<Void> previous = CompletableFuture.completedFuture(null);

    RequestHandler(KeyDelivery delivery, Set<String> saes) {
        this.delivery = delivery;
        this.reader = new RequestReader(delivery.limits());
        this.saes = saes;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        boolean keepAlive =
                HttpUtil.isKeepAlive(request) && request.decoderResult().isSuccess();
        var answer = response(context, request);
        previous = previous.thenCombineAsync(
                answer,
                (before, response) -> {
                    send(context, response, keepAlive);
                    return null;
                },
                context.executor());
    }

    private CompletableFuture<FullHttpResponse> response(ChannelHandlerContext context, FullHttpRequest request) {
        var sae = caller(context);
        if (sae.isEmpty()) {
            return write(context, CompletableFuture.completedFuture(new Answer.Unauthorized()));
        }
        if (!request.decoderResult().isSuccess()) {
            return plain(HttpResponseStatus.BAD_REQUEST, "the request is not well-formed HTTP/1.1");
        }
        return route(context, request, sae.get());
    }

    private CompletableFuture<FullHttpResponse> route(
            ChannelHandlerContext context, FullHttpRequest request, String sae) {
        var path = request.uri().replaceFirst("^https?://[^/]*", "").replaceFirst("[?#].*$", "");
        return switch (Route.of(path)) {
            case Route.Found.Unknown unknown ->
                plain(HttpResponseStatus.NOT_FOUND, "there is no such resource; see ETSI GS QKD 014 clause 5");
            case Route.Found.BadSae bad -> plain(HttpResponseStatus.BAD_REQUEST, bad.message());
            case Route.Found.Known known -> {
                var allowed = known.route().method() == Route.Method.STATUS ? "GET" : "GET, POST";
                if (!List.of(allowed.split(", ")).contains(request.method().name())) {
                    yield notAllowed(allowed);
                }
                yield write(context, answer(known.route(), sae, request));
            }
        };
    }

    private CompletableFuture<Answer> answer(Route route, String sae, FullHttpRequest request) {
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
            case ENC_KEYS -> newKeys(route, sae, post ? reader.keyRequest(body) : reader.keyRequest(query));
            case DEC_KEYS -> keysWithIds(route, sae, post ? reader.keyIds(body) : reader.keyIds(query));
        };
    }

    private CompletableFuture<Answer> newKeys(Route route, String sae, Parsed<KeyRequest> request) {
        return switch (request) {
            case Parsed.Good<KeyRequest>(var good) -> delivery.newKeys(sae, route.sae(), good);
            case Parsed.Wrong<KeyRequest>(var bad) -> now(bad);
        };
    }

    private CompletableFuture<Answer> keysWithIds(Route route, String sae, Parsed<List<UUID>> request) {
        return switch (request) {
            case Parsed.Good<List<UUID>>(var good) -> delivery.keysWithIds(sae, route.sae(), good);
            case Parsed.Wrong<List<UUID>>(var bad) -> now(bad);
        };
    }

    /** The SAE ID of the caller's certificate, if it is one of this node's. */
    private Optional<String> caller(ChannelHandlerContext context) {
        var tls = context.pipeline().get(SslHandler.class);
        return TlsIdentity.peerCommonName(tls.engine().getSession()).filter(saes::contains);
    }

    private static CompletableFuture<Answer> now(Answer answer) {
        return CompletableFuture.completedFuture(answer);
    }

    private static CompletableFuture<FullHttpResponse> write(
            ChannelHandlerContext context, CompletableFuture<Answer> answer) {
        return answer.handle((good, failure) -> {
            if (failure != null) {
                LOG.error("a key request failed", failure);
            }
            return AnswerWriter.write(
                    failure == null ? good : new Answer.Unavailable("key data access error"), context.alloc());
        });
    }

    private static CompletableFuture<FullHttpResponse> plain(HttpResponseStatus status, String message) {
        return CompletableFuture.completedFuture(AnswerWriter.error(status, message, List.of()));
    }

    private static CompletableFuture<FullHttpResponse> notAllowed(String allowed) {
        var response =
                AnswerWriter.error(HttpResponseStatus.METHOD_NOT_ALLOWED, "this resource allows " + allowed, List.of());
        response.headers().set(HttpHeaderNames.ALLOW, allowed);
        return CompletableFuture.completedFuture(response);
    }

    /** The body may hold keys: it is overwritten once it has left through TLS. */
    private static void send(ChannelHandlerContext context, FullHttpResponse response, boolean keepAlive) {
        HttpUtil.setKeepAlive(response, keepAlive);
        var body = response.content().retainedDuplicate();
        var written = context.writeAndFlush(response).addListener(done -> {
            if (!body.isReadOnly() && body.capacity() > 0) {
                body.setZero(0, body.capacity());
            }
            body.release();
        });
        if (!keepAlive) {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("connection from {} ends: {}", context.channel().remoteAddress(), cause.toString());
        var ignored = context.close();
    }
}
