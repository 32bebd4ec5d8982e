package org.qkdn.netconf.restconf;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.util.Optional;
import org.qkdn.netconf.NetconfUser;

/**
 * One request.
 *
 * @param path as it came, percent-encoded
 * @param body empty where there is none
 */
@SuppressWarnings("ArrayRecordComponent") // read once
record Call(NetconfUser user, HttpMethod method, String path, Query query, HttpHeaders headers, byte[] body) {
    boolean reads() {
        return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
    }

    Optional<String> header(CharSequence name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** Of this server, as the client knows it. */
    String url(String absolutePath) {
        return header(HttpHeaderNames.HOST).map(host -> "https://" + host).orElse("") + absolutePath;
    }
}
