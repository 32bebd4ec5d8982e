package org.qkdn.netconf.restconf;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.qkdn.netconf.NetconfError;
import org.qkdn.netconf.session.ServerCore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From a request to its answer (RFC 8040 3 and 4). */
final class Router {
    static final String ROOT = "/restconf";
    static final String DATA = ROOT + "/data";
    static final String STREAMS = ROOT + "/streams";

    private static final Logger LOG = LoggerFactory.getLogger(Router.class);
    private static final String OPERATIONS = ROOT + "/operations";
    private static final String HOST_META = "/.well-known/host-meta";
    private static final String LIBRARY_VERSION = ROOT + "/yang-library-version";
    private static final String LIBRARY = "2019-01-04";
    private static final List<HttpMethod> READING = List.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final DataReading reading;
    private final DataEditing editing;
    private final Operations operations;
    private final Streams streams;
    private final ErrorBody errors;
    private final ServerCore core;

    Router(ServerCore core, Streams streams) {
        final var versions = new Versions();
        this.core = core;
        this.streams = streams;
        reading = new DataReading(core, versions);
        editing = new DataEditing(core, versions);
        operations = new Operations(core);
        errors = new ErrorBody(core.model());
    }

    Answer answer(Call call) {
        try {
            return routed(call);
        } catch (NetconfError e) {
            return refused(Refusal.of(e), Encoding.ofError(call.headers()));
        } catch (Refusal e) {
            return refused(e, Encoding.ofError(call.headers()));
        } catch (StackOverflowError e) {
            return refused(Refusal.malformed("the request is nested too deeply"), Encoding.ofError(call.headers()));
        } catch (RuntimeException e) {
            LOG.error("{} {} failed", call.method(), call.path(), e);
            return refused(Refusal.failed(), Encoding.ofError(call.headers()));
        }
    }

    Answer.Whole refused(Refusal refusal, Encoding encoding) {
        final var answer = Answer.of(refusal.status(), encoding.mediaType(), errors.of(refusal.error(), encoding));
        return refusal.allow()
                .map(methods -> answer.with(HttpHeaderNames.ALLOW, methods))
                .orElse(answer);
    }

    private Answer routed(Call call) throws Refusal, NetconfError {
        final var path = call.path();
        if (path.equals(HOST_META)) {
            return fixed(call, () -> Answer.of(HttpResponseStatus.OK, "application/xrd+xml", """
                    <?xml version="1.0"?><XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0">\
                    <Link rel="restconf" href="/restconf"/></XRD>"""));
        }
        if (path.equals(ROOT) || path.equals(ROOT + "/")) {
            return fixed(call, () -> inEither(call, """
                    {"ietf-restconf:restconf":{"data":{},"operations":{},"yang-library-version":"%s"}}\
                    """.formatted(LIBRARY), """
                    <restconf xmlns="%s"><data/><operations/><yang-library-version>%s</yang-library-version></restconf>\
                    """.formatted(Body.RESTCONF, LIBRARY)));
        }
        if (path.equals(LIBRARY_VERSION)) {
            return fixed(
                    call,
                    () -> inEither(
                            call,
                            "{\"ietf-restconf:yang-library-version\":\"" + LIBRARY + "\"}",
                            "<yang-library-version xmlns=\"" + Body.RESTCONF + "\">" + LIBRARY
                                    + "</yang-library-version>"));
        }
        if (isAtOrBelow(path, DATA)) {
            return data(call, below(path, DATA));
        }
        if (isAtOrBelow(path, OPERATIONS)) {
            return operation(call, below(path, OPERATIONS));
        }
        if (isAtOrBelow(path, STREAMS)) {
            if (!call.method().equals(HttpMethod.GET)) {
                return otherwise(call, List.of(HttpMethod.GET, HttpMethod.OPTIONS));
            }
            return streams.follow(call, below(path, STREAMS));
        }
        throw Refusal.notFound("there is no " + path + "; the API is below " + ROOT);
    }

    @FunctionalInterface
    private interface Making {
        Answer make() throws Refusal;
    }

    private static Answer fixed(Call call, Making making) throws Refusal {
        if (!call.reads()) {
            return otherwise(call, READING);
        }
        return making.make();
    }

    private static Answer inEither(Call call, String json, String xml) throws Refusal {
        final var encoding = Encoding.ofAnswer(call.headers());
        return Answer.of(HttpResponseStatus.OK, encoding.mediaType(), encoding == Encoding.JSON ? json : xml);
    }

    private Answer data(Call call, String text) throws Refusal, NetconfError {
        final var target = Target.of(core.model(), text);
        if (call.reads()) {
            return reading.get(call, target);
        }
        final var allowed = allowed(target);
        if (!allowed.contains(call.method())) {
            return otherwise(call, allowed);
        }
        return switch (call.method().name()) {
            case "POST" -> editing.post(call, target);
            case "PUT" -> editing.put(call, target);
            case "PATCH" -> editing.patch(call, target);
            case "DELETE" -> editing.delete(call, target);
            default -> otherwise(call, allowed);
        };
    }

    private static List<HttpMethod> allowed(Target target) {
        final var methods = new ArrayList<>(READING);
        if (target.isConfiguration() && !target.isKey()) {
            if (target.holdsNodes()) {
                methods.add(HttpMethod.POST);
            }
            methods.add(HttpMethod.PUT);
            methods.add(HttpMethod.PATCH);
            if (!target.isDatastore()) {
                methods.add(HttpMethod.DELETE);
            }
        }
        return methods;
    }

    private Answer operation(Call call, String name) throws Refusal, NetconfError {
        if (name.isEmpty()) {
            return call.reads() ? operations.list(call) : otherwise(call, READING);
        }
        if (!call.method().equals(HttpMethod.POST)) {
            operations.rpc(name);
            return otherwise(call, List.of(HttpMethod.POST, HttpMethod.OPTIONS));
        }
        return operations.invoke(call, name);
    }

    /** OPTIONS, or a method that is not for the resource. */
    private static Answer otherwise(Call call, List<HttpMethod> allowed) throws Refusal {
        if (!call.method().equals(HttpMethod.OPTIONS)) {
            throw Refusal.method(call.method(), allowed);
        }
        final var answer = new Answer.Whole(
                HttpResponseStatus.OK, Map.of(HttpHeaderNames.ALLOW.toString(), Refusal.names(allowed)), new byte[0]);
        return allowed.contains(HttpMethod.PATCH)
                ? answer.with("accept-patch", Encoding.JSON.mediaType() + ", " + Encoding.XML.mediaType())
                : answer;
    }

    private static boolean isAtOrBelow(String path, String root) {
        return path.equals(root) || path.startsWith(root + "/");
    }

    private static String below(String path, String root) {
        final var rest = path.length() <= root.length() + 1 ? "" : path.substring(root.length() + 1);
        // clients in the field, such as TeraFlow's, end paths with a slash
        return rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest;
    }
}
