package org.qkdn.bench.relay;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.qkdn.emulator.pki.Pki;
import org.qkdn.forwarding.transport.SocketKind;
import org.qkdn.node.tls.TlsIdentity;

/**
 * The rival: mutual TLS 1.3 over Netty and nothing else. Frames of the size of a RELAY go one way, bytes of the size of an ACK come
 * back for each; the receiver only counts.
 */
final class BarePipe implements AutoCloseable {
    private static final int ACK = 201;

    private final EventLoopGroup here = loop("pipe-client");
    private final EventLoopGroup there = loop("pipe-server");
    private final Channel channel;
    private final Channel listener;
    private final byte[] frame;
    private volatile Runnable onAck = () -> {};

    BarePipe(Pki pki, int frameLength) throws IOException {
        frame = new byte[frameLength];
        var server = TlsIdentity.load(pki.tls(Chain.name(1))).nettyServer();
        var client = TlsIdentity.load(pki.tls(Chain.name(0))).nettyClient(Chain.name(1));
        listener = new ServerBootstrap()
                .group(there)
                .channel(SocketKind.best().server())
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(pipeline(server, true))
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel();
        channel = new Bootstrap()
                .group(here)
                .channel(SocketKind.best().client())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(512 << 10, 1 << 20))
                .handler(pipeline(client, false))
                .connect(listener.localAddress())
                .syncUninterruptibly()
                .channel();
    }

    /** One frame; the task runs when its answer is there, on the connection's thread. */
    void answered(Runnable task) {
        onAck = task;
    }

    void write() {
        var ignored = channel.write(Unpooled.wrappedBuffer(frame), channel.voidPromise());
    }

    void flush() {
        channel.flush();
    }

    private static EventLoopGroup loop(String name) {
        return new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory(name, true), SocketKind.best().ioHandler());
    }

    private ChannelInitializer<SocketChannel> pipeline(SslContext tls, boolean answers) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(SocketChannel socket) {
                socket.pipeline().addLast(tls.newHandler(socket.alloc()), new Counter(answers));
            }
        };
    }

    private final class Counter extends ChannelInboundHandlerAdapter {
        private final boolean answers;
        private long counted;

        Counter(boolean answers) {
            this.answers = answers;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            var bytes = (ByteBuf) message;
            counted += bytes.readableBytes();
            bytes.release();
            int length = answers ? frame.length : ACK;
            for (; counted >= length; counted -= length) {
                if (answers) {
                    var ignored = context.write(Unpooled.wrappedBuffer(new byte[ACK]), context.voidPromise());
                } else {
                    onAck.run();
                }
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }
    }

    @Override
    public void close() {
        channel.close().syncUninterruptibly();
        listener.close().syncUninterruptibly();
        here.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        there.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
