package org.qkdn.lkms.supply;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.qkdn.fuzz.Fuzzed;

/** What a module pushes: HELLO and keys, until it breaks the protocol, which ends the connection. */
public final class PushFrameFuzz {
    private static final String MODULE = "module";
    private static final PushServer SERVER = server();

    private PushFrameFuzz() {}

    private static PushServer server() {
        try {
            return new PushServer(
                    new PushConfiguration("127.0.0.1", 0, PushConfiguration.Transport.PLAIN),
                    null,
                    Map.of(MODULE, new PushedKeys(MODULE, "lkms-A")),
                    (event, facts) -> Fuzzed.require(facts != null, "facts"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void fuzzerTestOneInput(byte[] pushed) {
        var channel = new EmbeddedChannel(
                new LengthFieldBasedFrameDecoder(PushConnection.LARGEST_FRAME + 4, 0, 4, 0, 4),
                new PushConnection(SERVER));
        // what a handler throws is thrown here, but what it handled itself is not
        channel.writeInbound(Unpooled.wrappedBuffer(pushed));
        channel.close().syncUninterruptibly();
        channel.releaseOutbound();
    }
}
