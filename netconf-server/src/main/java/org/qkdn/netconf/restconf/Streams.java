package org.qkdn.netconf.restconf;

import com.google.gson.stream.JsonWriter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.xml.XMLConstants;
import org.opendaylight.netconf.api.xml.XmlUtil;
import org.opendaylight.yangtools.yang.common.ErrorTag;
import org.opendaylight.yangtools.yang.common.QName;
import org.opendaylight.yangtools.yang.data.api.schema.ContainerNode;
import org.opendaylight.yangtools.yang.data.api.schema.stream.NormalizedNodeWriter;
import org.opendaylight.yangtools.yang.data.codec.gson.JSONNormalizedNodeStreamWriter;
import org.opendaylight.yangtools.yang.model.api.stmt.SchemaNodeIdentifier.Absolute;
import org.qkdn.netconf.NetconfError;
import org.qkdn.netconf.data.DataXml;
import org.qkdn.netconf.data.Dom;
import org.qkdn.netconf.filter.Filter;
import org.qkdn.netconf.session.ServerCore;
import org.w3c.dom.Element;

/** Event streams (RFC 8040 6), and what ietf-restconf-monitoring says of this server (RFC 8040 9). */
final class Streams {
    private static final String MONITORING = "urn:ietf:params:xml:ns:yang:ietf-restconf-monitoring";
    private static final String NOTIFICATION = "urn:ietf:params:xml:ns:netconf:notification:1.0";
    private static final Set<String> KNOWN = Set.of("filter", "start-time", "stop-time");
    private static final List<String> CAPABILITIES = List.of(
            "urn:ietf:params:restconf:capability:defaults:1.0?basic-mode=explicit",
            "urn:ietf:params:restconf:capability:depth:1.0",
            "urn:ietf:params:restconf:capability:fields:1.0",
            "urn:ietf:params:restconf:capability:filter:1.0",
            "urn:ietf:params:restconf:capability:replay:1.0",
            "urn:ietf:params:restconf:capability:with-defaults:1.0");

    private final ServerCore core;

    Streams(ServerCore core) {
        this.core = core;
    }

    /** Where the model has the module. */
    void report() {
        if (!core.model().context().findModules("ietf-restconf-monitoring").isEmpty()) {
            core.reports(MONITORING, "restconf-state", this::write);
        }
    }

    /** Whether a top-level node is what this server says of its streams. */
    static boolean isReport(QName name) {
        return name.getNamespace().toString().equals(MONITORING);
    }

    private void write(Element state) {
        final var capabilities = Dom.append(state, MONITORING, "capabilities");
        CAPABILITIES.forEach(capability -> Dom.append(capabilities, MONITORING, "capability", capability));
        final var streams = Dom.append(state, MONITORING, "streams");
        for (var name : core.streams()) {
            final var stream = Dom.append(streams, MONITORING, "stream");
            Dom.append(stream, MONITORING, "name", name);
            Dom.append(stream, MONITORING, "description", "all notifications of this server");
            Dom.append(stream, MONITORING, "replay-support", "true");
            Dom.append(
                    stream,
                    MONITORING,
                    "replay-log-creation-time",
                    core.logCreated().toString());
            for (var encoding : Encoding.values()) {
                final var access = Dom.append(stream, MONITORING, "access");
                final var text = encoding.name().toLowerCase(Locale.ROOT);
                Dom.append(access, MONITORING, "encoding", text);
                Dom.append(access, MONITORING, "location", Router.STREAMS + "/" + name + "/" + text);
            }
        }
    }

    /** @param path name and encoding of a stream */
    Answer follow(Call call, String path) throws Refusal, NetconfError {
        final int slash = path.lastIndexOf('/');
        final var name = slash < 0 ? path : path.substring(0, slash);
        final var encoding =
                switch (path.substring(slash + 1)) {
                    case "json" -> Encoding.JSON;
                    case "xml" -> Encoding.XML;
                    default -> throw Refusal.notFound("there is no stream " + path);
                };
        if (!core.streams().contains(name)) {
            throw Refusal.notFound("there is no stream " + name);
        }
        final var accept = call.headers().getAll(HttpHeaderNames.ACCEPT);
        if (!accept.isEmpty()
                && accept.stream().noneMatch(text -> text.contains("text/event-stream") || text.contains("*/*"))) {
            throw new Refusal(
                    HttpResponseStatus.NOT_ACCEPTABLE,
                    NetconfError.protocol(ErrorTag.INVALID_VALUE, "a stream is text/event-stream"));
        }
        core.requireHearing(call.user());
        return new Answer.Events(encoding, hearing(call.query()));
    }

    private ServerCore.Hearing hearing(Query query) throws Refusal {
        query.allow(KNOWN);
        final var start = query.value("start-time", Streams::time);
        final var stop = query.value("stop-time", Streams::time);
        if (start.filter(time -> time.isAfter(Instant.now())).isPresent()) {
            throw Refusal.bad("start-time is in the future");
        }
        if (stop.isPresent() && start.isEmpty()) {
            throw Refusal.bad("stop-time needs a start-time");
        }
        if (stop.isPresent() && stop.orElseThrow().isBefore(start.orElseThrow())) {
            throw Refusal.bad("stop-time is before start-time");
        }
        return new ServerCore.Hearing(query.text("filter").map(this::filter), start, stop);
    }

    /** Names of modules are its prefixes (RFC 8040 4.8.4). */
    private Filter filter(String select) {
        final var context = Dom.append(XmlUtil.newDocument(), Body.RESTCONF, "filter");
        core.model()
                .context()
                .getModules()
                .forEach(module -> context.setAttributeNS(
                        XMLConstants.XMLNS_ATTRIBUTE_NS_URI,
                        "xmlns:" + module.getName(),
                        module.getNamespace().toString()));
        return Filter.ofXPath(context, select);
    }

    private static Instant time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("is no time such as 2027-01-31T00:00:00Z", e);
        }
    }

    /** One server-sent event. */
    String event(Encoding encoding, Instant time, ContainerNode notification) {
        final var text =
                switch (encoding) {
                    case JSON -> json(time, notification);
                    case XML -> xml(time, notification);
                };
        return "data: " + text.replace("\n", "\ndata: ") + "\n\n";
    }

    private String json(Instant time, ContainerNode notification) {
        final var text = new StringWriter();
        try (var json = new JsonWriter(text)) {
            json.beginObject().name("ietf-restconf:notification").beginObject();
            json.name("eventTime").value(time.toString());
            final var stream = JSONNormalizedNodeStreamWriter.createNestedWriter(
                    core.model().databind().jsonCodecs(),
                    Absolute.of(notification.name().getNodeType()),
                    null,
                    json);
            NormalizedNodeWriter.forStreamWriter(stream).write(notification).flush();
            json.endObject().endObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private String xml(Instant time, ContainerNode notification) {
        final var document = XmlUtil.newDocument();
        final var root = Dom.append(document, NOTIFICATION, "notification");
        Dom.append(root, NOTIFICATION, "eventTime", time.toString());
        DataXml.appendNotification(core.model().context(), notification, root);
        return new String(ErrorBody.bytes(document), StandardCharsets.UTF_8);
    }
}
