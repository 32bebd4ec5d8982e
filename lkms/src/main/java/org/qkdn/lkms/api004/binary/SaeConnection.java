package org.qkdn.lkms.api004.binary;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.timeout.ReadTimeoutException;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Function;
import javax.net.ssl.SSLSession;
import org.qkdn.lkms.AuditEvents;
import org.qkdn.lkms.api004.stream.KeyStreams;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection of an SAE. Its requests are carried out one after the other. */
final class SaeConnection extends SimpleChannelInboundHandler<Request> {
    private static final Logger LOG = LoggerFactory.getLogger(SaeConnection.class);

    /** Requests sent without waiting; beyond these the client is not read from. */
    private static final int MOST_WAITING = 8;

    private final KeyStreams streams;
    private final Function<SSLSession, Optional<String>> saeOf;
    private final BiConsumer<String, Map<String, String>> audit;
    private final Queue<Request> waiting = new ArrayDeque<>();
    private String sae = "";
    private boolean busy;

    SaeConnection(
            KeyStreams streams,
            Function<SSLSession, Optional<String>> saeOf,
            BiConsumer<String, Map<String, String>> audit) {
        this.streams = streams;
        this.saeOf = saeOf;
        this.audit = audit;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
        if (event instanceof SslHandshakeCompletionEvent handshake && handshake.isSuccess()) {
            var session = context.pipeline().get(SslHandler.class).engine().getSession();
            sae = saeOf.apply(session).orElse("");
            if (sae.isEmpty()) {
                refuse(context, "the certificate is of no SAE of this node");
            }
        }
        super.userEventTriggered(context, event);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, Request request) {
        if (!sae.isEmpty()) {
            waiting.add(request);
            next(context);
        }
    }

    private void next(ChannelHandlerContext context) {
        if (!busy && !waiting.isEmpty()) {
            busy = true;
            var ignored = answer(context, waiting.remove())
                    .whenCompleteAsync((answer, failure) -> sent(context, answer, failure), context.executor());
        }
        context.channel().config().setAutoRead(waiting.size() < MOST_WAITING);
    }

    private CompletableFuture<ByteBuf> answer(ChannelHandlerContext context, Request request) {
        var writer = new AnswerWriter(context.alloc());
        return switch (request) {
            case Request.Open open ->
                streams.open(sae, open.request()).thenApply(outcome -> writer.open(open, outcome));
            case Request.Get get ->
                streams.get(sae, get.keyStreamId(), OptionalLong.of(get.index()), get.metadataSize())
                        .thenApply(outcome -> writer.get(get, outcome));
            case Request.Close close ->
                streams.close(sae, close.keyStreamId()).thenApply(outcome -> writer.close(close, outcome));
        };
    }

    private void sent(ChannelHandlerContext context, ByteBuf answer, Throwable failure) {
        busy = false;
        if (failure != null) {
            LOG.error("a request of a key stream failed", failure);
            var ignored = context.close();
            return;
        }
        send(context, answer);
        next(context);
    }

    /** It may hold a key: it is overwritten once it has left through TLS. */
    private static void send(ChannelHandlerContext context, ByteBuf answer) {
        var bytes = answer.retainedDuplicate();
        var ignored = context.writeAndFlush(answer).addListener(done -> {
            bytes.setZero(0, bytes.capacity());
            bytes.release();
        });
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        switch (cause) {
            case MalformedFrameException malformed -> refuse(context, malformed.getMessage());
            case ReadTimeoutException idle -> {
                var ignored = context.close();
            }
            default -> {
                LOG.debug("connection from {} ends: {}", context.channel().remoteAddress(), cause.toString());
                var ignored = context.close();
            }
        }
    }

    private void refuse(ChannelHandlerContext context, String reason) {
        audit.accept(
                AuditEvents.ETSI004_REFUSED,
                Map.of("from", String.valueOf(context.channel().remoteAddress()), "sae", sae, "reason", reason));
        var ignored = context.close();
    }
}
