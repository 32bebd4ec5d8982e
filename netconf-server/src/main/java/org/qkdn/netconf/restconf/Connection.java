package org.qkdn.netconf.restconf;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpContentException;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.opendaylight.yangtools.yang.common.ErrorTag;
import org.qkdn.netconf.NetconfError;
import org.qkdn.netconf.NetconfUser;
import org.qkdn.netconf.session.ServerCore;
import org.qkdn.netconf.session.TlsEndpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection of a client. One request after the other, so answers keep their order; a slow one holds up nobody else. */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails ends the connection
final class Connection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final int MOST_WAITING = 16;
    private static final int LINGER_MILLIS = 1000;

    private final Router router;
    private final Streams streams;
    private final ServerCore core;
    private final TlsEndpoint tls;
    private final Patience patience;
    private final RestconfLimits limits;
    private final ArrayDeque<FullHttpRequest> waiting = new ArrayDeque<>();
    private boolean busy;
    private boolean last;

    Connection(
            Router router,
            Streams streams,
            ServerCore core,
            TlsEndpoint tls,
            Patience patience,
            RestconfLimits limits) {
        this.router = router;
        this.streams = streams;
        this.core = core;
        this.tls = tls;
        this.patience = patience;
        this.limits = limits;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        patience.arrived();
        waiting.add((FullHttpRequest) message);
        if (waiting.size() >= MOST_WAITING) {
            context.channel().config().setAutoRead(false);
        }
        next(context);
    }

    private void next(ChannelHandlerContext context) {
        if (busy || waiting.isEmpty() || last || !context.channel().isActive()) {
            return;
        }
        busy = true;
        final var request = waiting.poll();
        if (waiting.isEmpty()) {
            context.channel().config().setAutoRead(true);
        }
        last = !HttpUtil.isKeepAlive(request) || !request.decoderResult().isSuccess();
        final var user = tls.userOf(context.channel());
        final var body = ByteBufUtil.getBytes(request.content());
        request.release();
        Thread.ofVirtual().name("restconf").start(() -> {
            final var answer = answer(request, body, user);
            context.executor().execute(() -> begin(context, request, user, answer));
        });
    }

    private Answer answer(FullHttpRequest request, byte[] body, Optional<NetconfUser> user) {
        final var encoding = Encoding.ofError(request.headers());
        if (!request.decoderResult().isSuccess()) {
            return router.refused(faulty(request.decoderResult().cause()), encoding);
        }
        if (user.isEmpty()) {
            return router.refused(
                    Refusal.of(NetconfError.protocol(
                            ErrorTag.ACCESS_DENIED, "no user here has the common name of this certificate")),
                    encoding);
        }
        final int query = request.uri().indexOf('?');
        try {
            return router.answer(new Call(
                    user.orElseThrow(),
                    request.method(),
                    query < 0 ? request.uri() : request.uri().substring(0, query),
                    Query.of(query < 0 ? "" : request.uri().substring(query + 1)),
                    request.headers(),
                    body));
        } catch (Refusal e) {
            return router.refused(e, encoding);
        }
    }

    private static Refusal faulty(Throwable cause) {
        return switch (cause) {
            case TooLongHttpContentException body ->
                new Refusal(
                        HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
                        NetconfError.protocol(ErrorTag.TOO_BIG, "the body is too large"));
            case TooLongHttpLineException line ->
                new Refusal(
                        HttpResponseStatus.REQUEST_URI_TOO_LONG,
                        NetconfError.protocol(ErrorTag.TOO_BIG, "the request line is too long"));
            case TooLongHttpHeaderException header ->
                new Refusal(
                        HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
                        NetconfError.protocol(ErrorTag.TOO_BIG, "the header is too large"));
            default -> Refusal.malformed("the request is not well-formed HTTP/1.1");
        };
    }

    private void begin(
            ChannelHandlerContext context, FullHttpRequest request, Optional<NetconfUser> user, Answer answer) {
        switch (answer) {
            case Answer.Whole whole -> send(context, request, whole);
            case Answer.Events events -> {
                last = true;
                new EventFeed(context.channel(), streams, core, patience, limits).begin(user.orElseThrow(), events);
            }
        }
    }

    private void send(ChannelHandlerContext context, FullHttpRequest request, Answer.Whole answer) {
        final boolean withBody = !request.method().equals(HttpMethod.HEAD);
        final var response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                answer.status(),
                withBody ? Unpooled.wrappedBuffer(answer.body()) : Unpooled.EMPTY_BUFFER);
        answer.headers().forEach((name, value) -> response.headers().set(name, value));
        if (!answer.status().equals(HttpResponseStatus.NO_CONTENT)
                && !answer.status().equals(HttpResponseStatus.NOT_MODIFIED)) {
            response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, answer.body().length);
        }
        HttpUtil.setKeepAlive(response, !last);
        final var written = context.writeAndFlush(response).addListener(done -> {
            patience.progress();
            busy = false;
            next(context);
        });
        if (answer.status().equals(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE)) {
            // who still sends the body would meet a reset instead of the answer
            written.addListener(
                    sent -> context.executor().schedule(() -> context.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS));
        } else if (last) {
            written.addListener(ChannelFutureListener.CLOSE);
        }
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
        context.close();
    }
}
