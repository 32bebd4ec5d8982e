package org.qkdn.lkms.supply;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.ssl.SslHandler;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.qkdn.lkms.store.KeyBytes;
import org.qkdn.node.tls.TlsIdentity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One module's connection, frame by frame (docs/key-supply.md, "Push"): HELLO with version, key size and name, answered by
 * WELCOME; then keys.
 */
final class PushConnection extends SimpleChannelInboundHandler<ByteBuf> {
    /** Largest frame behind its length. */
    static final int LARGEST_FRAME = 1 + 16 + 4096;

    private static final Logger LOG = LoggerFactory.getLogger(PushConnection.class);
    private static final byte HELLO = 1;
    private static final byte KEY = 2;
    private static final byte WELCOME = 3;
    private static final byte VERSION = 1;
    private static final int ID_BYTES = 16;
    private static final int LEAST_KEY_BYTES = 8;
    private static final int HELLO_SECONDS = 10;

    private final PushServer server;
    private Optional<PushedKeys> keys = Optional.empty();
    private int keyBytes;

    PushConnection(PushServer server) {
        this.server = server;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        var ignored = context.executor()
                .schedule(
                        () -> {
                            if (keys.isEmpty()) {
                                refuse(context, "says no HELLO");
                            }
                        },
                        HELLO_SECONDS,
                        TimeUnit.SECONDS);
        context.fireChannelActive();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf frame) {
        byte type = frame.isReadable() ? frame.readByte() : 0;
        if (type == HELLO && keys.isEmpty()) {
            hello(context, frame);
        } else if (type == KEY && keys.isPresent()) {
            key(context, frame, keys.get());
        } else {
            refuse(context, "sends a frame that is not expected here");
        }
    }

    private void hello(ChannelHandlerContext context, ByteBuf frame) {
        if (frame.readableBytes() < 4 || frame.readByte() != VERSION) {
            refuse(context, "speaks another version of the push protocol than 1");
            return;
        }
        keyBytes = frame.readUnsignedShort();
        var name = frame.readString(frame.readableBytes(), StandardCharsets.UTF_8);
        if (keyBytes < LEAST_KEY_BYTES || keyBytes > LARGEST_FRAME - 1 - ID_BYTES) {
            refuse(context, "offers keys of " + keyBytes + " bytes, which are not between 8 and 4096");
            return;
        }
        keys = name.equals(certifiedName(context).orElse(name))
                ? server.welcome(name, context.channel(), keyBytes)
                : keys;
        if (keys.isEmpty()) {
            refuse(context, "is no module of this node that pushes");
            return;
        }
        var welcome = context.alloc().buffer(6).writeInt(2).writeByte(WELCOME).writeByte(VERSION);
        var ignored = context.writeAndFlush(welcome);
    }

    /** Empty where the connection is plain. */
    private static Optional<String> certifiedName(ChannelHandlerContext context) {
        return Optional.ofNullable(context.pipeline().get(SslHandler.class))
                .map(tls ->
                        TlsIdentity.peerCommonName(tls.engine().getSession()).orElse(""));
    }

    private void key(ChannelHandlerContext context, ByteBuf frame, PushedKeys into) {
        if (frame.readableBytes() != ID_BYTES + keyBytes) {
            refuse(context, "pushes a key of another size than the " + keyBytes + " bytes of its HELLO");
            return;
        }
        var id = new UUID(frame.readLong(), frame.readLong());
        var key = new byte[keyBytes];
        frame.readBytes(key);
        frame.setZero(0, frame.writerIndex());
        if (!into.add(id, KeyBytes.owning(key))) {
            var ignored = context.channel().config().setAutoRead(false);
        }
    }

    private void refuse(ChannelHandlerContext context, String why) {
        server.refused(String.valueOf(context.channel().remoteAddress()), why);
        var ignored = context.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("push from {}: {}", context.channel().remoteAddress(), cause.toString());
        refuse(context, "fails in TLS or sends a frame that is too long");
    }
}
