package org.qkdn.lkms.http;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.FullHttpRequest;
import java.util.concurrent.Executor;

/**
 * One well-formed request of an SAE of this node.
 *
 * @param thread the connection's: where an answer is best written
 */
public record HttpCall(String sae, FullHttpRequest request, ByteBufAllocator buffers, Executor thread) {
    /** The path as it was sent, without query: an encoded slash belongs to the segment it stands in. */
    public String path() {
        return path(request.uri());
    }

    static String path(String uri) {
        int begin = uri.startsWith("/") ? 0 : Math.max(0, uri.indexOf('/', uri.indexOf("://") + 3));
        int end = begin;
        while (end < uri.length() && uri.charAt(end) != '?' && uri.charAt(end) != '#') {
            end++;
        }
        return uri.substring(begin, end);
    }
}
