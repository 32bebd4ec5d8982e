package org.qkdn.netconf.restconf;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.opendaylight.netconf.databind.RequestException;
import org.opendaylight.restconf.server.spi.ErrorTagMapping;
import org.opendaylight.yangtools.yang.common.ErrorTag;
import org.opendaylight.yangtools.yang.common.ErrorType;
import org.qkdn.netconf.NetconfError;

/** A request that is refused, and with which status (RFC 8040 7). */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient HttpResponseStatus status;
    private final transient NetconfError error;
    private final transient Optional<String> allow;

    private Refusal(HttpResponseStatus status, NetconfError error, Optional<String> allow) {
        // an expected outcome that travels to the client: no stack trace
        super(error.getMessage(), null, false, false);
        this.status = status;
        this.error = error;
        this.allow = allow;
    }

    Refusal(HttpResponseStatus status, NetconfError error) {
        this(status, error, Optional.empty());
    }

    static Refusal of(NetconfError error) {
        return new Refusal(statusOf(error), error);
    }

    /** What OpenDaylight finds wrong with a path or a body. */
    static Refusal of(RequestException exception) {
        final var first = exception.errors().getFirst();
        final var message = Optional.ofNullable(first.message())
                .map(text -> text.elementBody())
                .orElse(String.valueOf(exception.getMessage()));
        final var plain = first.type() == ErrorType.PROTOCOL
                ? NetconfError.protocol(first.tag(), message)
                : NetconfError.application(first.tag(), message);
        return of(
                first.path() == null || first.path().path().isEmpty()
                        ? plain
                        : plain.withPath(first.path().path()));
    }

    /** A value in the request that cannot be. */
    static Refusal bad(String message) {
        return new Refusal(HttpResponseStatus.BAD_REQUEST, NetconfError.protocol(ErrorTag.INVALID_VALUE, message));
    }

    static Refusal malformed(String message) {
        return new Refusal(HttpResponseStatus.BAD_REQUEST, NetconfError.protocol(ErrorTag.MALFORMED_MESSAGE, message));
    }

    static Refusal notFound(String message) {
        return new Refusal(HttpResponseStatus.NOT_FOUND, NetconfError.protocol(ErrorTag.INVALID_VALUE, message));
    }

    static Refusal outdated(String message) {
        return new Refusal(
                HttpResponseStatus.PRECONDITION_FAILED, NetconfError.protocol(ErrorTag.OPERATION_FAILED, message));
    }

    static Refusal method(HttpMethod method, List<HttpMethod> allowed) {
        return new Refusal(
                HttpResponseStatus.METHOD_NOT_ALLOWED,
                NetconfError.protocol(ErrorTag.OPERATION_NOT_SUPPORTED, "the resource does not know " + method),
                Optional.of(names(allowed)));
    }

    static Refusal failed() {
        return new Refusal(
                HttpResponseStatus.INTERNAL_SERVER_ERROR,
                NetconfError.application(ErrorTag.OPERATION_FAILED, "the server failed; its log says why"));
    }

    static String names(List<HttpMethod> methods) {
        return methods.stream().map(HttpMethod::name).collect(Collectors.joining(", "));
    }

    HttpResponseStatus status() {
        return status;
    }

    NetconfError error() {
        return error;
    }

    /** Value of the header Allow. */
    Optional<String> allow() {
        return allow;
    }

    private static HttpResponseStatus statusOf(NetconfError error) {
        // 412 or 500 (RFC 8040 7): that the edit leads to no valid configuration is the client's affair
        if (error.tag().equals(ErrorTag.OPERATION_FAILED)) {
            return HttpResponseStatus.PRECONDITION_FAILED;
        }
        return HttpResponseStatus.valueOf(
                ErrorTagMapping.RFC8040.statusOf(error.tag()).code());
    }
}
