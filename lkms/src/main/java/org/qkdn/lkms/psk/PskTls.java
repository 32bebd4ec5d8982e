package org.qkdn.lkms.psk;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.bouncycastle.tls.TlsServerProtocol;
import org.bouncycastle.tls.crypto.TlsCrypto;
import org.qkdn.lkms.AuditEvents;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server side of TLS-PSK as a connection's first handler: the JDK's TLS has no external pre-shared keys, Bouncy
 * Castle's has. Application data before the end of the handshake does not exist.
 */
public final class PskTls extends ChannelDuplexHandler {
    private static final Logger LOG = LoggerFactory.getLogger(PskTls.class);
    private static final int HANDSHAKE_SECONDS = 10;

    private final PskHandshake handshake;
    private final BiConsumer<String, Map<String, String>> audit;
    private final TlsServerProtocol protocol = new TlsServerProtocol();
    private boolean over;

    /** {@code audit} is told of each handshake that fails. */
    public PskTls(TlsCrypto crypto, PreSharedKeys keys, BiConsumer<String, Map<String, String>> audit) {
        this.handshake = new PskHandshake(crypto, keys);
        this.audit = audit;
    }

    /** The SAE whose key the connection proved; empty before that. */
    public static Optional<String> saeOf(Channel channel) {
        return Optional.ofNullable(channel.pipeline().get(PskTls.class)).flatMap(tls -> tls.handshake.sae());
    }

    @Override
    public void channelActive(ChannelHandlerContext context) throws IOException {
        protocol.accept(handshake);
        var ignored = context.executor()
                .schedule(
                        () -> {
                            if (handshake.sae().isEmpty()) {
                                end(context, "the handshake takes too long");
                            }
                        },
                        HANDSHAKE_SECONDS,
                        TimeUnit.SECONDS);
        context.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        var arrived = take((ByteBuf) message);
        if (over) {
            return;
        }
        try {
            protocol.offerInput(arrived);
            flushOut(context);
            readOut(context);
            if (protocol.isClosed()) {
                end(context, "the client closed");
            }
        } catch (IOException | RuntimeException e) {
            LOG.debug("TLS-PSK with {}: {}", context.channel().remoteAddress(), e.toString());
            flushOut(context);
            end(context, handshake.fault());
        }
    }

    private void readOut(ChannelHandlerContext context) {
        for (int ready = protocol.getAvailableInputBytes(); ready > 0; ready = protocol.getAvailableInputBytes()) {
            var plain = new byte[ready];
            int length = protocol.readInput(plain, 0, ready);
            context.fireChannelRead(context.alloc().buffer(length).writeBytes(plain, 0, length));
            Arrays.fill(plain, (byte) 0);
        }
    }

    /** Handshake messages and alerts. */
    private void flushOut(ChannelHandlerContext context) {
        if (protocol.getAvailableOutputBytes() > 0) {
            var ignored = context.writeAndFlush(sealed(context));
        }
    }

    private ByteBuf sealed(ChannelHandlerContext context) {
        var bytes = new byte[protocol.getAvailableOutputBytes()];
        return context.alloc().buffer(bytes.length).writeBytes(bytes, 0, protocol.readOutput(bytes, 0, bytes.length));
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        var plain = take((ByteBuf) message);
        try {
            if (handshake.sae().isEmpty() || over) {
                throw new IOException("there is no TLS session");
            }
            protocol.writeApplicationData(plain, 0, plain.length);
            var ignored = context.write(sealed(context), promise);
        } catch (IOException | RuntimeException e) {
            promise.tryFailure(e);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    private static byte[] take(ByteBuf buffer) {
        try {
            var bytes = new byte[buffer.readableBytes()];
            buffer.readBytes(bytes);
            return bytes;
        } finally {
            buffer.release();
        }
    }

    /** Ends the connection, with an entry in the audit log where nobody has proved a key in it. */
    private void end(ChannelHandlerContext context, String why) {
        if (over) {
            return;
        }
        over = true;
        if (handshake.sae().isEmpty()) {
            audit.accept(
                    AuditEvents.PSK_HANDSHAKE_REFUSED,
                    Map.of(
                            "from",
                            String.valueOf(context.channel().remoteAddress()),
                            "identity",
                            handshake.identity(),
                            "reason",
                            why));
        }
        var ignored = context.close();
    }

    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
        try {
            protocol.close();
            flushOut(context);
        } catch (IOException | RuntimeException e) {
            LOG.debug("TLS-PSK with {} closes: {}", context.channel().remoteAddress(), e.toString());
        }
        var ignored = context.close(promise);
    }
}
