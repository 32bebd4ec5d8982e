package org.qkdn.controller.northbound.restconf;

import io.netty.handler.codec.http.HttpResponseStatus;

/** An {@code errors} document that says no more than the HTTP status does (RFC 8040 section 7). */
final class ErrorText {
    private record Fault(String type, String tag, String message) {}

    private ErrorText() {}

    static String json(HttpResponseStatus status) {
        var fault = faultOf(status);
        return """
                {"ietf-restconf:errors":{"error":[{"error-type":"%s","error-tag":"%s","error-message":"%s"}]}}
                """.formatted(fault.type(), fault.tag(), fault.message());
    }

    static String xml(HttpResponseStatus status) {
        var fault = faultOf(status);
        return """
                <errors xmlns="urn:ietf:params:xml:ns:yang:ietf-restconf"><error><error-type>%s</error-type>\
                <error-tag>%s</error-tag><error-message>%s</error-message></error></errors>
                """.formatted(fault.type(), fault.tag(), fault.message());
    }

    private static Fault faultOf(HttpResponseStatus status) {
        return switch (status.code()) {
            case 400 -> new Fault("protocol", "malformed-message", "the request is not well-formed");
            case 401, 403 ->
                new Fault("protocol", "access-denied", "the role of this certificate does not allow the request");
            case 404 -> new Fault("protocol", "invalid-value", "there is no such resource");
            case 405, 501 -> new Fault("protocol", "operation-not-supported", "the resource does not know this method");
            case 406 -> new Fault("protocol", "invalid-value", "none of the accepted media types can be served");
            case 413 -> new Fault("protocol", "too-big", "the request body is larger than 4 MiB");
            case 415 -> new Fault("protocol", "invalid-value", "the media type of the request body is not known");
            default ->
                new Fault("application", "operation-failed", "the request failed; the controller's log tells why");
        };
    }
}
