package org.qkdn.lkms.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpContentException;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.qkdn.lkms.AuditEvents;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection of an SAE: who it is, and which API it asks. One request after the other: so answers keep their order. */
final class HttpConnection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(HttpConnection.class);
    private static final int LINGER_MILLIS = 1000;

    private final List<HttpApi> apis;
    private final Function<Channel, Optional<String>> saeOf;
    private final BiConsumer<String, Map<String, String>> audit;
    private final Clients clients;
    private final Patience patience;
    private final int mostWaiting;
    private final ArrayDeque<FullHttpRequest> waiting = new ArrayDeque<>();
    private Caller caller = new Caller.Unasked();
    private boolean busy;
    private boolean last;

    HttpConnection(
            List<HttpApi> apis,
            Function<Channel, Optional<String>> saeOf,
            BiConsumer<String, Map<String, String>> audit,
            Clients clients,
            Patience patience,
            int mostWaiting) {
        this.apis = apis;
        this.saeOf = saeOf;
        this.audit = audit;
        this.clients = clients;
        this.patience = patience;
        this.mostWaiting = mostWaiting;
    }

    /** Who is at the other end; the certificate of a connection never changes. */
    private sealed interface Caller {
        record Unasked() implements Caller {}

        record Stranger() implements Caller {}

        record OneTooMany() implements Caller {}

        record Sae(String id) implements Caller {}
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        patience.arrived();
        waiting.add((FullHttpRequest) message);
        if (waiting.size() >= mostWaiting) {
            context.channel().config().setAutoRead(false);
        }
        next(context);
    }

    private void next(ChannelHandlerContext context) {
        // what a connection had begun to send when it ended comes out as faulty: there is nobody to tell
        if (busy || waiting.isEmpty() || last || !context.channel().isActive()) {
            return;
        }
        busy = true;
        var request = waiting.poll();
        if (waiting.isEmpty()) {
            context.channel().config().setAutoRead(true);
        }
        last = !HttpUtil.isKeepAlive(request) || !request.decoderResult().isSuccess();
        CompletableFuture<FullHttpResponse> answer;
        try {
            answer = answer(context, request);
        } catch (RuntimeException e) {
            answer = CompletableFuture.completedFuture(failed(e));
        } finally {
            request.release();
        }
        if (answer.isDone()) {
            send(context, answer.exceptionally(HttpConnection::failed).join());
        } else {
            var ignored = answer.exceptionally(HttpConnection::failed).thenAccept(response -> {
                if (context.executor().inEventLoop()) {
                    send(context, response);
                } else {
                    context.executor().execute(() -> send(context, response));
                }
            });
        }
    }

    /** Strangers learn nothing, not even which paths there are. */
    private CompletableFuture<FullHttpResponse> answer(ChannelHandlerContext context, FullHttpRequest request) {
        return switch (caller(context)) {
            case Caller.Unasked unasked -> throw new IllegalStateException("the caller was not asked for");
            case Caller.Stranger stranger -> CompletableFuture.completedFuture(empty(HttpResponseStatus.UNAUTHORIZED));
            case Caller.OneTooMany refused -> {
                last = true;
                yield plain(HttpResponseStatus.TOO_MANY_REQUESTS, "this SAE has too many connections");
            }
            case Caller.Sae(var id) ->
                request.decoderResult().isSuccess()
                        ? answer(new HttpCall(id, request, context.alloc(), context.executor()))
                        : fault(context, request.decoderResult().cause());
        };
    }

    private Caller caller(ChannelHandlerContext context) {
        if (caller instanceof Caller.Unasked) {
            caller = saeOf.apply(context.channel())
                    .<Caller>map(sae -> clients.admit(sae, context) ? new Caller.Sae(sae) : new Caller.OneTooMany())
                    .orElseGet(Caller.Stranger::new);
        }
        return caller;
    }

    private CompletableFuture<FullHttpResponse> answer(HttpCall call) {
        var path = call.path();
        for (var api : apis) {
            if (api.serves(path)) {
                return api.answer(call);
            }
        }
        return plain(HttpResponseStatus.NOT_FOUND, "there is no such resource; see docs/README.md");
    }

    private CompletableFuture<FullHttpResponse> fault(ChannelHandlerContext context, Throwable cause) {
        return switch (cause) {
            case TooLongHttpContentException body ->
                fault(context, HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE, "the body is too large");
            case TooLongHttpLineException line ->
                fault(context, HttpResponseStatus.REQUEST_URI_TOO_LONG, "the request line is too long");
            case TooLongHttpHeaderException header ->
                fault(context, HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "the header is too large");
            default -> fault(context, HttpResponseStatus.BAD_REQUEST, "the request is not well-formed HTTP/1.1");
        };
    }

    private CompletableFuture<FullHttpResponse> fault(
            ChannelHandlerContext context, HttpResponseStatus status, String text) {
        refused(context, AuditEvents.REQUEST_REFUSED, text);
        return plain(status, text);
    }

    private void refused(ChannelHandlerContext context, String event, String reason) {
        var facts =
                new HashMap<>(Map.of("from", String.valueOf(context.channel().remoteAddress()), "reason", reason));
        if (caller instanceof Caller.Sae(var id)) {
            facts.put("sae", id);
        }
        audit.accept(event, facts);
    }

    private static FullHttpResponse failed(Throwable failure) {
        LOG.error("a request failed", failure);
        return message(HttpResponseStatus.SERVICE_UNAVAILABLE, "key data access error");
    }

    private static CompletableFuture<FullHttpResponse> plain(HttpResponseStatus status, String text) {
        return CompletableFuture.completedFuture(message(status, text));
    }

    private static FullHttpResponse empty(HttpResponseStatus status) {
        var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.EMPTY_BUFFER);
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, 0);
        return response;
    }

    private static FullHttpResponse message(HttpResponseStatus status, String text) {
        var body = Unpooled.copiedBuffer("{\"message\":\"" + text + "\"}", StandardCharsets.UTF_8);
        var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
                .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
        return response;
    }

    /** The body may hold keys: it is overwritten once it has left through TLS. The next request waits until then. */
    private void send(ChannelHandlerContext context, FullHttpResponse response) {
        HttpUtil.setKeepAlive(response, !last);
        var body = response.content().retainedDuplicate();
        var written = context.writeAndFlush(response).addListener(done -> {
            if (!body.isReadOnly() && body.capacity() > 0) {
                body.setZero(0, body.capacity());
            }
            body.release();
            patience.progress();
            busy = false;
            next(context);
        });
        if (response.status().equals(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE)) {
            // who still sends the body would meet a reset instead of the answer
            written.addListener(sent -> {
                var ignored = context.executor().schedule(() -> close(context), LINGER_MILLIS, TimeUnit.MILLISECONDS);
            });
        } else if (last) {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }

    private static void close(ChannelHandlerContext context) {
        var ignored = context.close();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == Patience.Overdue.REQUEST) {
            refused(context, AuditEvents.REQUEST_REFUSED, "the request does not arrive in time");
            last = true;
            var ignored = context.close();
        } else if (event instanceof SslHandshakeCompletionEvent handshake && !handshake.isSuccess()) {
            refused(
                    context,
                    AuditEvents.CONNECTION_REFUSED,
                    "TLS: " + handshake.cause().getMessage());
        }
        context.fireUserEventTriggered(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        waiting.forEach(FullHttpRequest::release);
        waiting.clear();
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("connection from {} ends: {}", context.channel().remoteAddress(), cause.toString());
        var ignored = context.close();
    }
}
