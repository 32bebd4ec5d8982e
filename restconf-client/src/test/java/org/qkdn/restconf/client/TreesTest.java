package org.qkdn.restconf.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.qkdn.netconf.client.Dom;
import org.qkdn.netconf.client.RpcError;
import org.w3c.dom.Element;

/** What is understood of bodies, in either encoding. */
class TreesTest {
    @Test
    void jsonWithModulesListsNumbersAndMetadataBecomesElements() throws IOException {
        final var root = json("""
                {"m:node": {"@x": {"a": 1}, "id": 7, "rate": 4294967296, "on": true, "none": null, "tag": ["a", "b"],
                 "n:link": [{"key": "k1"}, {"key": "k2"}], "not a name": 1}}""");
        final var node = Dom.child(root, "node").orElseThrow();
        assertEquals(Optional.of("7"), Dom.text(node, "id"));
        assertEquals(Optional.of("4294967296"), Dom.text(node, "rate"));
        assertEquals(Optional.of("true"), Dom.text(node, "on"));
        assertEquals(2, Dom.children(node, "tag").size());
        assertEquals(
                List.of("k1", "k2"),
                Dom.children(node, "link").stream()
                        .flatMap(link -> Dom.text(link, "key").stream())
                        .toList());
        assertEquals(Optional.empty(), Dom.child(node, "not a name"));
    }

    @Test
    void xmlIsRead() throws IOException {
        final var root = Trees.read(bytes("<n xmlns='urn:n'><id>7</id></n>"), "application/yang-data+xml");
        assertEquals(Optional.of("7"), Dom.text(Dom.child(root, "n").orElseThrow(), "id"));
    }

    @Test
    void whatIsNeitherIsAnError() {
        assertThrows(IOException.class, () -> json("<html>"));
        assertThrows(
                IOException.class, () -> Trees.read(bytes("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), "text/xml"));
    }

    @Test
    void errorsAreFoundWhereverABodyHasThem() throws IOException {
        assertEquals(List.of(new RpcError("application", "invalid-value", "no", "/a", "")), Errors.in(json("""
                        {"ietf-restconf:errors": {"error": [{"error-type": "application", "error-tag": "invalid-value",
                         "error-message": "no", "error-path": "/a"}]}}""")));
        assertEquals(1, Errors.in(json("""
                        {"ietf-yang-patch:yang-patch-status": {"patch-id": "p", "edit-status": {"edit": [
                         {"edit-id": "1", "ok": [null]}, {"edit-id": "2", "errors": {"error": [{"error-tag": "in-use"}]}}]}}}""")).size());
        assertEquals(
                "what",
                Errors.in(json("{\"success\": false, \"reason\": \"what\"}"))
                        .getFirst()
                        .message());
        assertTrue(Errors.in(json("{\"success\": true}")).isEmpty());
    }

    private static Element json(String text) throws IOException {
        return Trees.read(bytes(text), "application/yang-data+json");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
