package org.qkdn.lkms.http;

import io.netty.handler.codec.http.FullHttpResponse;
import java.util.concurrent.CompletableFuture;

/** One of the APIs that an {@link HttpsServer} offers to SAEs. Never blocks: it is called on the connection's thread. */
public interface HttpApi {
    /** True where the raw path, without query, is one of this API's. */
    boolean serves(String path);

    /** The answer, in this API's own form for errors too. A body is overwritten once it has left. */
    CompletableFuture<FullHttpResponse> answer(HttpCall call);
}
