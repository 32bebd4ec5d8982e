package org.qkdn.lkms.api004.binary;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Cuts what arrives into frames: three bytes of version, one of service, the payload's length as uint32, the payload. A
 * header that is wrong ends the connection at once, a frame that is begun and not ended soon after.
 */
final class RequestDecoder extends ByteToMessageDecoder {
    /** Header and payload of the largest request: two URIs, and what is fixed. */
    static final int LARGEST_PAYLOAD = 8192;

    private static final int HEADER = 8;
    private static final int V2_1_1 = 0x020101;
    private static final int V1_0_1 = 0x010001;

    private final long frameMillis;
    private Future<?> timeout;

    RequestDecoder(long frameMillis) {
        this.frameMillis = frameMillis;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        var request = next(in);
        if (request != null) {
            out.add(request);
        }
        watch(context, in.isReadable());
    }

    /** Null, as the superclass has it, where more bytes are needed. */
    private static Request next(ByteBuf in) {
        int at = in.readerIndex();
        int have = in.readableBytes();
        if (have < 4) {
            return null;
        }
        int version = in.getUnsignedMedium(at);
        if (version != V2_1_1 && version != V1_0_1) {
            throw new MalformedFrameException("the version is neither 2.1.1 nor 1.0.1");
        }
        var service = Service.of(in.getUnsignedByte(at + 3))
                .orElseThrow(() -> new MalformedFrameException("there is no such service"));
        if (have < HEADER) {
            return null;
        }
        long length = in.getUnsignedInt(at + 4);
        if (length > LARGEST_PAYLOAD) {
            throw new MalformedFrameException("the payload is longer than " + LARGEST_PAYLOAD + " bytes");
        }
        if (have < HEADER + length) {
            return null;
        }
        in.skipBytes(HEADER);
        return RequestParser.parse(version, service, in.readSlice((int) length));
    }

    private void watch(ChannelHandlerContext context, boolean frameBegun) {
        if (!frameBegun && timeout != null) {
            timeout.cancel(false);
            timeout = null;
        } else if (frameBegun && timeout == null) {
            timeout = context.executor()
                    .schedule(
                            () -> context.pipeline()
                                    .fireExceptionCaught(
                                            new MalformedFrameException("a frame was begun and not ended in time")),
                            frameMillis,
                            TimeUnit.MILLISECONDS);
        }
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext context) {
        watch(context, false);
    }
}
