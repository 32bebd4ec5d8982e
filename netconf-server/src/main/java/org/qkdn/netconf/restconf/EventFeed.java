package org.qkdn.netconf.restconf;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.qkdn.netconf.NetconfUser;
import org.qkdn.netconf.session.ServerCore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Server-sent events to one client, until either side has enough (RFC 8040 6.3). */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails ends the connection
final class EventFeed {
    private static final Logger LOG = LoggerFactory.getLogger(EventFeed.class);

    private final Channel channel;
    private final Streams streams;
    private final ServerCore core;
    private final Patience patience;
    private final RestconfLimits limits;
    private final AtomicInteger unsent = new AtomicInteger();

    EventFeed(Channel channel, Streams streams, ServerCore core, Patience patience, RestconfLimits limits) {
        this.channel = channel;
        this.streams = streams;
        this.core = core;
        this.patience = patience;
        this.limits = limits;
    }

    void begin(NetconfUser user, Answer.Events events) {
        final var follower = core.follow(
                user,
                events.hearing(),
                this::sendHead,
                (time, notification) -> send(streams.event(events.encoding(), time, notification)));
        channel.closeFuture().addListener(closed -> core.leave(follower));
        final long beat = limits.heartbeat().toNanos();
        final var beating =
                channel.eventLoop().scheduleAtFixedRate(() -> send(":\n\n"), beat, beat, TimeUnit.NANOSECONDS);
        channel.closeFuture().addListener(closed -> beating.cancel(false));
        events.hearing().stop().ifPresent(stop -> channel.eventLoop()
                .schedule(
                        () -> {
                            core.leave(follower);
                            channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT)
                                    .addListener(ChannelFutureListener.CLOSE);
                        },
                        Math.max(0, Duration.between(Instant.now(), stop).toMillis() + 1),
                        TimeUnit.MILLISECONDS));
    }

    private void sendHead() {
        final var head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        head.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.TEXT_EVENT_STREAM)
                .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_CACHE);
        HttpUtil.setTransferEncodingChunked(head, true);
        channel.writeAndFlush(head);
    }

    private void send(String event) {
        if (unsent.incrementAndGet() > limits.unsentEvents()) {
            // losing some in silence would be worse: the client sees the end and can look anew
            LOG.warn("{} does not read its events and is let go", channel.remoteAddress());
            channel.close();
            return;
        }
        channel.writeAndFlush(new DefaultHttpContent(Unpooled.copiedBuffer(event, StandardCharsets.UTF_8)))
                .addListener(sent -> {
                    unsent.decrementAndGet();
                    patience.progress();
                });
    }
}
