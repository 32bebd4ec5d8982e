package org.qkdn.lkms.api004.binary;

import io.netty.channel.embedded.EmbeddedChannel;
import org.qkdn.fuzz.Fuzzed;

/** What an SAE sends in the binary form of ETSI GS QKD 004: requests, until it is malformed. */
public final class StreamFrameFuzz {
    private static final long NEVER_MILLIS = 3_600_000;

    private StreamFrameFuzz() {}

    public static void fuzzerTestOneInput(byte[] sent) {
        var channel = new EmbeddedChannel(new RequestDecoder(NEVER_MILLIS));
        try {
            channel.writeInbound(io.netty.buffer.Unpooled.wrappedBuffer(sent));
        } catch (MalformedFrameException e) {
            Fuzzed.require(!e.getMessage().isBlank(), "says why");
        }
        for (Request request = channel.readInbound(); request != null; request = channel.readInbound()) {
            switch (request) {
                case Request.Open open -> Fuzzed.require(open.request().qos().keyChunkSize() >= 0, "unsigned numbers");
                case Request.Get get -> Fuzzed.require(get.index() >= 0 && get.metadataSize() >= 0, "unsigned numbers");
                case Request.Close close -> Fuzzed.require(close.keyStreamId() != null, "a stream");
            }
        }
        try {
            channel.close().syncUninterruptibly();
        } catch (MalformedFrameException e) {
            // the end of what is not whole
        }
    }
}
