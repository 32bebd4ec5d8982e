package org.qkdn.netconf.restconf;

import com.google.gson.stream.JsonWriter;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.List;
import java.util.Set;
import org.opendaylight.netconf.api.xml.XmlUtil;
import org.opendaylight.netconf.databind.DatabindPath;
import org.opendaylight.netconf.databind.RequestException;
import org.opendaylight.restconf.api.ApiPath;
import org.opendaylight.restconf.api.query.PrettyPrintParam;
import org.opendaylight.restconf.server.api.JsonOperationInputBody;
import org.opendaylight.restconf.server.api.OperationInputBody;
import org.opendaylight.restconf.server.api.XmlOperationInputBody;
import org.opendaylight.restconf.server.spi.ApiPathNormalizer;
import org.opendaylight.restconf.server.spi.NormalizedFormattableBody;
import org.opendaylight.yangtools.yang.common.QName;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier.NodeIdentifier;
import org.opendaylight.yangtools.yang.data.api.schema.ContainerNode;
import org.opendaylight.yangtools.yang.data.spi.node.ImmutableNodes;
import org.opendaylight.yangtools.yang.model.api.Module;
import org.opendaylight.yangtools.yang.model.api.RpcDefinition;
import org.qkdn.netconf.NetconfError;
import org.qkdn.netconf.data.Dom;
import org.qkdn.netconf.session.ServerCore;

/** The RPCs of the served modules (RFC 8040 3.6); those of NETCONF itself are no resources here. */
final class Operations {
    private static final Set<String> NETCONF = Set.of(
            Dom.BASE,
            "urn:ietf:params:xml:ns:yang:ietf-netconf-monitoring",
            "urn:ietf:params:xml:ns:netconf:notification:1.0");

    private final ServerCore core;

    Operations(ServerCore core) {
        this.core = core;
    }

    private record Named(Module module, RpcDefinition rpc) {}

    private List<Named> all() {
        return core.model().context().getModules().stream()
                .filter(module -> !NETCONF.contains(module.getNamespace().toString()))
                .flatMap(module -> module.getRpcs().stream().map(rpc -> new Named(module, rpc)))
                .toList();
    }

    Answer list(Call call) throws Refusal {
        call.query().allow(Set.of());
        final var encoding = Encoding.ofAnswer(call.headers());
        return Answer.of(
                HttpResponseStatus.OK,
                encoding.mediaType(),
                switch (encoding) {
                    case JSON -> json();
                    case XML -> xml();
                });
    }

    private byte[] json() {
        final var text = new StringWriter();
        try (var json = new JsonWriter(text)) {
            json.beginObject().name("ietf-restconf:operations").beginObject();
            for (var named : all()) {
                json.name(
                        named.module().getName() + ":" + named.rpc().getQName().getLocalName());
                // the value of an empty leaf (RFC 7951 6.9)
                json.beginArray().nullValue().endArray();
            }
            json.endObject().endObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private byte[] xml() {
        final var document = XmlUtil.newDocument();
        final var root = Dom.append(document, Body.RESTCONF, "operations");
        for (var named : all()) {
            Dom.append(
                    root,
                    named.module().getNamespace().toString(),
                    named.rpc().getQName().getLocalName());
        }
        return ErrorBody.bytes(document);
    }

    /** @param name as in the URL, below {@code operations} */
    Answer invoke(Call call, String name) throws Refusal, NetconfError {
        call.query().allow(Set.of());
        final var rpc = rpc(name);
        final var output = core.invoke(call.user(), rpc.statement().argument(), input(call, rpc));
        if (output.isEmpty()) {
            return Answer.empty(HttpResponseStatus.NO_CONTENT);
        }
        final var encoding = Encoding.ofAnswer(call.headers());
        final var body = NormalizedFormattableBody.of(rpc, output.orElseThrow());
        final var bytes = new ByteArrayOutputStream();
        try {
            switch (encoding) {
                case JSON -> body.formatToJSON(PrettyPrintParam.FALSE, bytes);
                case XML -> body.formatToXML(PrettyPrintParam.FALSE, bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Answer.of(HttpResponseStatus.OK, encoding.mediaType(), bytes.toByteArray());
    }

    /** Throws where there is no such RPC. */
    DatabindPath.Rpc rpc(String name) throws Refusal {
        try {
            final var rpc = new ApiPathNormalizer(core.model().databind()).normalizeRpcPath(ApiPath.parse(name));
            if (!NETCONF.contains(rpc.statement().argument().getNamespace().toString())) {
                return rpc;
            }
        } catch (ParseException | RequestException e) {
            throw Refusal.notFound("there is no operation " + name + ": " + e.getMessage());
        }
        throw Refusal.notFound("there is no operation " + name);
    }

    private ContainerNode input(Call call, DatabindPath.Rpc rpc) throws Refusal {
        if (call.body().length == 0) {
            return ImmutableNodes.newContainerBuilder()
                    .withNodeIdentifier(
                            NodeIdentifier.create(QName.create(rpc.statement().argument(), "input")))
                    .build();
        }
        try (var body = body(call)) {
            return body.toContainerNode(rpc);
        } catch (RequestException e) {
            throw Refusal.of(e);
        }
    }

    private static OperationInputBody body(Call call) throws Refusal {
        final var bytes = new ByteArrayInputStream(call.body());
        return switch (Encoding.ofBody(call.headers())) {
            case JSON -> new JsonOperationInputBody(bytes);
            case XML -> new XmlOperationInputBody(bytes);
        };
    }
}
