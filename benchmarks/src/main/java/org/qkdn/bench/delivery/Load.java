package org.qkdn.bench.delivery;

import com.sun.management.OperatingSystemMXBean;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;

/** Connections kept alive to one server, each of which asks again as soon as it has its answer. */
final class Load {
    private final List<Channel> channels = new ArrayList<>();
    private final List<Client> clients = new ArrayList<>();

    Load(EventLoopGroup threads, SslContext tls, int port, String path, int connections) throws InterruptedException {
        var request = Unpooled.unreleasableBuffer(Unpooled.copiedBuffer(
                "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n", StandardCharsets.US_ASCII));
        var bootstrap = new Bootstrap()
                .group(threads)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(tls.newHandler(channel.alloc()), new HttpResponseDecoder());
                    }
                });
        for (int i = 0; i < connections; i++) {
            var channel = bootstrap
                    .connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                    .sync()
                    .channel();
            channel.pipeline().get(SslHandler.class).handshakeFuture().sync();
            var client = new Client(request);
            channel.pipeline().addLast(client);
            channels.add(channel);
            clients.add(client);
        }
    }

    /** All connections at once, for so long. */
    Measurement run(Duration duration) throws InterruptedException {
        var done = new CountDownLatch(channels.size());
        long cpu = cpuNanos();
        long begun = System.nanoTime();
        long end = begun + duration.toNanos();
        for (int i = 0; i < channels.size(); i++) {
            var channel = channels.get(i);
            var client = clients.get(i);
            channel.eventLoop().execute(() -> client.start(channel.pipeline().context(client), end, done));
        }
        done.await();
        double seconds = (System.nanoTime() - begun) / 1e9;
        double spent = (cpuNanos() - cpu) / 1e3;
        var times = clients.stream()
                .flatMapToLong(client -> LongStream.of(Arrays.copyOf(client.times, client.count)))
                .sorted()
                .toArray();
        return new Measurement(
                times.length / seconds,
                spent / times.length,
                times[times.length / 2] / 1000,
                times[times.length * 99 / 100] / 1000);
    }

    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    /** Size of the body that the server answers with. */
    int bodySize() {
        return clients.getFirst().body;
    }

    private static final class Client extends ChannelInboundHandlerAdapter {
        private final ByteBuf request;
        private long[] times = new long[1 << 16];
        private int count;
        private int body;
        private int status;
        private long sent;
        private long end;
        private CountDownLatch done = new CountDownLatch(0);

        Client(ByteBuf request) {
            this.request = request;
        }

        void start(ChannelHandlerContext context, long until, CountDownLatch whenDone) {
            end = until;
            done = whenDone;
            count = 0;
            send(context);
        }

        private void send(ChannelHandlerContext context) {
            sent = System.nanoTime();
            body = 0;
            var ignored = context.writeAndFlush(request.duplicate(), context.voidPromise());
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof HttpResponse response) {
                status = response.status().code();
            }
            if (message instanceof HttpContent content) {
                body += content.content().readableBytes();
                content.release();
            }
            if (message instanceof LastHttpContent) {
                answered(context);
            }
        }

        private void answered(ChannelHandlerContext context) {
            long now = System.nanoTime();
            if (status != 200) {
                System.err.println("answered with " + status + ": the measurement is void");
                System.exit(1);
            }
            if (count == times.length) {
                times = Arrays.copyOf(times, 2 * count);
            }
            times[count++] = now - sent;
            if (now < end) {
                send(context);
            } else {
                done.countDown();
            }
        }
    }
}
