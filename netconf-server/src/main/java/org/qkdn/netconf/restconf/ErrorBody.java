package org.qkdn.netconf.restconf;

import com.google.gson.stream.JsonWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.opendaylight.netconf.api.xml.XmlUtil;
import org.qkdn.netconf.NetconfError;
import org.qkdn.netconf.YangModel;
import org.qkdn.netconf.data.Dom;
import org.qkdn.netconf.data.ErrorPaths;
import org.w3c.dom.Document;

/** {@code ietf-restconf:errors} (RFC 8040 7.1). */
record ErrorBody(YangModel model) {
    byte[] of(NetconfError error, Encoding encoding) {
        final var errors = new ArrayList<NetconfError>(List.of(error));
        errors.addAll(error.others());
        return switch (encoding) {
            case JSON -> json(errors).getBytes(StandardCharsets.UTF_8);
            case XML -> xml(errors);
        };
    }

    private String json(List<NetconfError> errors) {
        final var text = new StringWriter();
        try (var json = new JsonWriter(text)) {
            json.beginObject()
                    .name("ietf-restconf:errors")
                    .beginObject()
                    .name("error")
                    .beginArray();
            for (var error : errors) {
                json.beginObject();
                json.name("error-type").value(error.type().elementBody());
                json.name("error-tag").value(error.tag().elementBody());
                if (error.appTag().isPresent()) {
                    json.name("error-app-tag").value(error.appTag().orElseThrow());
                }
                if (error.path().filter(path -> !path.isEmpty()).isPresent()) {
                    json.name("error-path")
                            .value(ErrorPaths.byModules(model, error.path().orElseThrow()));
                }
                json.name("error-message").value(error.getMessage());
                json.endObject();
            }
            json.endArray().endObject().endObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private byte[] xml(List<NetconfError> errors) {
        final var document = XmlUtil.newDocument();
        final var root = Dom.append(document, Body.RESTCONF, "errors");
        for (var error : errors) {
            final var element = Dom.append(root, Body.RESTCONF, "error");
            Dom.append(element, Body.RESTCONF, "error-type", error.type().elementBody());
            Dom.append(element, Body.RESTCONF, "error-tag", error.tag().elementBody());
            error.appTag().ifPresent(tag -> Dom.append(element, Body.RESTCONF, "error-app-tag", tag));
            error.path()
                    .filter(path -> !path.isEmpty())
                    .ifPresent(path -> ErrorPaths.append(model, path, element, Body.RESTCONF));
            Dom.append(element, Body.RESTCONF, "error-message", ErrorPaths.printable(error.getMessage()));
        }
        return bytes(document);
    }

    static byte[] bytes(Document document) {
        final var bytes = new ByteArrayOutputStream();
        try {
            TransformerFactory.newDefaultInstance()
                    .newTransformer()
                    .transform(new DOMSource(document), new StreamResult(bytes));
        } catch (TransformerException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }
}
