package org.qkdn.netconf.restconf;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.TooLongHttpContentException;

/** Puts requests together; one with too large a body comes out as a faulty one, so that it is answered in its turn. */
final class WholeRequests extends HttpObjectAggregator {
    WholeRequests(int largestBody) {
        super(largestBody, true);
    }

    @Override
    protected Object newContinueResponse(HttpMessage start, int largest, ChannelPipeline pipeline) {
        return isContentLengthInvalid(start, largest) ? null : super.newContinueResponse(start, largest, pipeline);
    }

    @Override
    protected void handleOversizedMessage(ChannelHandlerContext context, HttpMessage oversized) {
        final var request = (HttpRequest) oversized;
        final var faulty = new DefaultFullHttpRequest(request.protocolVersion(), request.method(), request.uri());
        faulty.headers().set(request.headers());
        faulty.setDecoderResult(DecoderResult.failure(new TooLongHttpContentException("body too large")));
        context.fireChannelRead(faulty);
    }
}
