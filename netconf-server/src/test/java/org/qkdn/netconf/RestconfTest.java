package org.qkdn.netconf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.qkdn.netconf.RestconfClient.JSON;
import static org.qkdn.netconf.RestconfClient.XML;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Reading and writing of data resources (RFC 8040 4) on a server that speaks NETCONF as well. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestconfTest {
    private static final String NODE = "/restconf/data/test-node:node";
    private static final String LINKS = NODE + "/links";
    private static final String LINK = LINKS + "/link=a%2Fb";
    private static final String RULES = "/restconf/data/ietf-netconf-acm:nacm/rule-list";

    private RestconfUnderTest server;
    private RestconfClient client;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        server = RestconfUnderTest.start(folder);
        client = server.connect("operator");
    }

    @AfterAll
    void stop() {
        client.close();
        server.close();
    }

    @BeforeEach
    void oneNodeWithOneLink() throws IOException {
        assertStatus(204, client.json("PUT", "/restconf/data", """
                {"ietf-restconf:data": {"test-node:node": {"id": "n1", "links": {"link": [
                  {"id": "a/b", "kind": "test-types:ALPHA", "loss": "1.5", "tag": ["x", "y"], "tcp": 5}]}}}}"""));
    }

    private static HttpResponse<String> assertStatus(int status, HttpResponse<String> answer) {
        assertEquals(
                status,
                answer.statusCode(),
                () -> answer.request().method() + " " + answer.uri() + ": " + answer.body());
        return answer;
    }

    private static void assertRefused(int status, String tag, HttpResponse<String> answer) {
        assertStatus(status, answer);
        assertContains("\"error-tag\":\"" + tag + "\"", answer.body());
        assertTrue(answer.body().startsWith("{\"ietf-restconf:errors\":{\"error\":[{"), answer.body());
        assertEquals(JSON, header("Content-Type", answer));
    }

    private static void assertContains(String part, String text) {
        assertTrue(text.contains(part), () -> part + " is not in " + text);
    }

    private static String header(String name, HttpResponse<?> answer) {
        return answer.headers().firstValue(name).orElse("none");
    }

    @Test
    void findsItsRoot() throws IOException {
        assertContains(
                "href=\"/restconf\"",
                assertStatus(200, client.get("/.well-known/host-meta")).body());
        assertEquals(
                "{\"ietf-restconf:restconf\":{\"data\":{},\"operations\":{},\"yang-library-version\":\"2019-01-04\"}}",
                client.get("/restconf").body());
        assertEquals(
                "{\"ietf-restconf:yang-library-version\":\"2019-01-04\"}",
                client.get("/restconf/yang-library-version").body());
        assertContains(
                "<restconf xmlns=\"urn:ietf:params:xml:ns:yang:ietf-restconf\">",
                client.get("/restconf", "Accept", XML).body());
        assertRefused(404, "invalid-value", client.get("/elsewhere"));
    }

    @Test
    void readsWhatItWasGivenAndTheState() throws IOException {
        final var answer = assertStatus(200, client.get(NODE));
        assertEquals(JSON, header("Content-Type", answer));
        assertTrue(answer.body().startsWith("{\"test-node:node\":{"), answer.body());
        assertContains("\"status\":\"well\"", answer.body());
        assertContains("\"kind\":\"test-types:ALPHA\"", answer.body());
        assertContains("\"tag\":[\"x\",\"y\"]", answer.body());
    }

    @Test
    void readsXml() throws IOException {
        final var answer = assertStatus(200, client.get(LINK, "Accept", XML));
        assertContains("<link xmlns=\"urn:test:node\">", answer.body());
        assertContains("<id>a/b</id>", answer.body());
        assertContains(
                "<errors", client.get(LINKS + "/link=none", "Accept", XML).body());
    }

    @Test
    void readsLeavesAndEntriesOfLists() throws IOException {
        assertEquals("{\"test-node:loss\":\"1.5\"}", client.get(LINK + "/loss").body());
        assertEquals("{\"test-node:tag\":[\"x\"]}", client.get(LINK + "/tag=x").body());
        // a list is no resource, its entries are (RFC 8040 3.5)
        assertRefused(400, "invalid-value", client.get(LINK + "/tag"));
        assertRefused(400, "missing-attribute", client.get(LINKS + "/link"));
    }

    @Test
    void readsByContentDepthAndFields() throws IOException {
        assertFalse(client.get(NODE + "?content=config").body().contains("status"));
        assertEquals(
                "{\"test-node:node\":{\"status\":\"well\"}}",
                client.get(NODE + "?content=nonconfig").body());
        assertEquals(
                "{\"test-node:link\":[{\"id\":\"a/b\",\"tag\":[\"x\",\"y\"]}]}",
                client.get(LINK + "?fields=tag").body());
        assertEquals(
                "{\"test-node:node\":{\"links\":{\"link\":[{\"id\":\"a/b\",\"loss\":\"1.5\"}]}}}",
                client.get(NODE + "?fields=links/link(loss)").body());
        assertFalse(client.get(NODE + "?depth=2").body().contains("loss"));
        assertRefused(400, "invalid-value", client.get(NODE + "?depth=0"));
        assertRefused(400, "invalid-value", client.get(NODE + "?content=some"));
        assertRefused(400, "invalid-value", client.get(NODE + "?colour=red"));
        assertRefused(400, "invalid-value", client.get(NODE + "?depth=2&depth=3"));
    }

    @Test
    void reportsDefaultsWhereAskedTo() throws IOException {
        assertFalse(client.get(NODE).body().contains("location"));
        assertContains(
                "\"location\":\"\"",
                client.get(NODE + "?with-defaults=report-all").body());
        assertStatus(201, client.json("PUT", NODE + "/location", "{\"test-node:location\": \"\"}"));
        assertContains("\"location\":\"\"", client.get(NODE).body());
        assertFalse(client.get(NODE + "?with-defaults=trim").body().contains("location"));
        assertRefused(400, "invalid-value", client.get(NODE + "?with-defaults=report-all-tagged"));
    }

    @Test
    void tellsHeadAndOptions() throws IOException {
        final var head = assertStatus(200, client.send("HEAD", NODE, ""));
        assertEquals("", head.body());
        assertEquals(client.get(NODE).body().length(), Integer.parseInt(header("Content-Length", head)));
        final var options = assertStatus(200, client.send("OPTIONS", NODE, ""));
        assertEquals("GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE", header("Allow", options));
        assertContains(JSON, header("Accept-Patch", options));
        assertEquals("GET, HEAD, OPTIONS", header("Allow", client.send("OPTIONS", NODE + "/status", "")));
    }

    @Test
    void putCreatesAndReplaces() throws IOException {
        final var link = LINKS + "/link=c%2Cd";
        assertStatus(201, client.json("PUT", link, "{\"test-node:link\": [{\"id\": \"c,d\", \"tag\": [\"t\"]}]}"));
        assertStatus(204, client.json("PUT", link, "{\"test-node:link\": [{\"id\": \"c,d\", \"label\": \"l\"}]}"));
        assertEquals(
                "{\"test-node:link\":[{\"id\":\"c,d\",\"label\":\"l\"}]}",
                client.get(link).body());
        assertContains("<label>l</label>", server.netconf().configFile());
        assertStatus(
                204,
                client.send("PUT", link + "/label", "<label xmlns=\"urn:test:node\">m</label>", "Content-Type", XML));
        assertEquals("{\"test-node:label\":\"m\"}", client.get(link + "/label").body());
    }

    @Test
    void putWantsWhatTheUrlNames() throws IOException {
        assertRefused(
                400, "invalid-value", client.json("PUT", LINKS + "/link=z", "{\"test-node:link\": [{\"id\": \"y\"}]}"));
        assertRefused(400, "invalid-value", client.json("PUT", LINKS, "{\"test-node:limits\": {}}"));
        assertRefused(
                400,
                "invalid-value",
                client.json("PUT", LINKS + "/link=z", "{\"test-node:link\": [{\"id\": \"z\"}, {\"id\": \"y\"}]}"));
        assertRefused(405, "operation-not-supported", client.json("PUT", LINK + "/id", "{\"test-node:id\": \"q\"}"));
    }

    @Test
    void postCreatesOnce() throws IOException {
        final var body = "{\"test-node:link\": [{\"id\": \"new one\"}]}";
        final var created = assertStatus(201, client.json("POST", LINKS, body));
        assertEquals(
                "https://127.0.0.1:" + server.server().port() + LINKS + "/link=new%20one", header("Location", created));
        assertRefused(409, "data-exists", client.json("POST", LINKS, body));
        assertRefused(409, "data-missing", client.json("POST", LINKS + "/link=no", "{\"test-node:label\": \"l\"}"));
        assertRefused(405, "operation-not-supported", client.json("POST", LINK + "/loss", "{}"));
    }

    @Test
    void patchMergesWhatIsThere() throws IOException {
        assertStatus(204, client.json("PATCH", LINK, "{\"test-node:link\": [{\"id\": \"a/b\", \"tag\": [\"z\"]}]}"));
        assertContains("\"tag\":[\"x\",\"y\",\"z\"]", client.get(LINK).body());
        assertRefused(
                404,
                "invalid-value",
                client.json("PATCH", LINKS + "/link=no", "{\"test-node:link\": [{\"id\": \"no\"}]}"));
        assertStatus(
                204,
                client.send(
                        "PATCH",
                        "/restconf/data",
                        "<data xmlns=\"urn:ietf:params:xml:ns:yang:ietf-restconf\"><node xmlns=\"urn:test:node\">"
                                + "<location>here</location></node></data>",
                        "Content-Type",
                        XML));
        assertContains("\"location\":\"here\"", client.get(NODE).body());
        assertContains("a/b", client.get(NODE).body());
    }

    @Test
    void deletesWhatIsThere() throws IOException {
        assertStatus(204, client.delete(LINK + "/tag=x"));
        assertEquals(
                "{\"test-node:link\":[{\"id\":\"a/b\",\"tag\":[\"y\"]}]}",
                client.get(LINK + "?fields=tag").body());
        assertStatus(204, client.delete(LINK));
        assertRefused(404, "invalid-value", client.get(LINK));
        assertRefused(409, "data-missing", client.delete(LINK));
        assertRefused(405, "operation-not-supported", client.delete("/restconf/data"));
        assertRefused(405, "operation-not-supported", client.delete(NODE + "/status"));
    }

    @Test
    void placesEntriesOfListsThatTheUserOrders() throws IOException {
        for (var name : new String[] {
            "b?insert=last", "a?insert=first", "d", "c?insert=before&point=/ietf-netconf-acm:nacm/rule-list=d"
        }) {
            final var key = name.substring(0, 1);
            final var query = name.substring(1);
            assertStatus(
                    201,
                    client.json(
                            "POST",
                            "/restconf/data/ietf-netconf-acm:nacm" + query,
                            "{\"ietf-netconf-acm:rule-list\": [{\"name\": \"" + key + "\"}]}"));
        }
        assertEquals("abcd", ruleLists());
        assertStatus(
                204,
                client.json(
                        "PUT",
                        RULES + "=a?insert=after&point=%2Fietf-netconf-acm%3Anacm%2Frule-list%3Dc",
                        "{\"ietf-netconf-acm:rule-list\": [{\"name\": \"a\"}]}"));
        assertEquals("bcad", ruleLists());
        assertRefused(
                400,
                "invalid-value",
                client.json("PUT", RULES + "=a?insert=after", "{\"ietf-netconf-acm:rule-list\": [{\"name\": \"a\"}]}"));
        assertRefused(
                400,
                "bad-attribute",
                client.json(
                        "PUT",
                        RULES + "=a?insert=after&point=/ietf-netconf-acm:nacm/rule-list=q",
                        "{\"ietf-netconf-acm:rule-list\": [{\"name\": \"a\"}]}"));
        assertRefused(
                400,
                "invalid-value",
                client.json("PUT", LINK + "?insert=first", "{\"test-node:link\": [{\"id\": \"a/b\"}]}"));
    }

    private String ruleLists() throws IOException {
        return client.get("/restconf/data/ietf-netconf-acm:nacm?content=config")
                .body()
                .replaceAll("\\{\"ietf-netconf-acm:nacm\":\\{\"rule-list\":\\[|\\{\"name\":\"|\"}|[],}]", "");
    }

    @Test
    void aBodyThatIsNoJsonChangesNothing() throws IOException {
        final var before = server.netconf().configFile();
        for (var body :
                new String[] {"{", "{}{}", "[]", "{\"test-node:node\": {\"id\": n1}}", "\u0000", "{\"a\":1,}"}) {
            assertRefused(400, "malformed-message", client.json("PUT", NODE, body));
        }
        assertRefused(400, "malformed-message", client.send("PUT", NODE, "<node", "Content-Type", XML, "Accept", JSON));
        assertRefused(
                400, "unknown-element", client.json("PUT", NODE, "{\"test-node:node\": {\"id\": \"n\", \"no\": 1}}"));
        assertRefused(
                400, "invalid-value", client.json("PUT", LINK + "/kind", "{\"test-node:kind\": \"test-types:RED\"}"));
        assertRefused(
                400,
                "invalid-value",
                client.json("PUT", NODE, "{\"test-node:node\": {\"id\": \"n\", \"status\": \"ill\"}}"));
        assertRefused(415, "invalid-value", client.send("PUT", NODE, "id: n", "Content-Type", "text/yaml"));
        assertRefused(406, "invalid-value", client.get(NODE, "Accept", "text/html"));
        assertEquals(before, server.netconf().configFile());
    }

    @Test
    void aBodyThatIsNestedTooDeeplyChangesNothing() throws IOException {
        final var before = server.netconf().configFile();
        for (int depth : new int[] {1000, 200_000}) {
            final var json = "{\"test-node:node\":" + "[".repeat(depth) + "]".repeat(depth) + "}";
            assertRefused(400, "malformed-message", client.json("PUT", NODE, json));
            final var xml = "<node xmlns=\"urn:test:node\">" + "<a>".repeat(depth) + "</a>".repeat(depth) + "</node>";
            assertStatus(400, client.send("PUT", NODE, xml, "Content-Type", XML));
        }
        assertEquals(before, server.netconf().configFile());
    }

    @Test
    void anotherCaseTakesThePlaceOfTheOne() throws IOException {
        assertContains("\"tcp\":5", client.get(LINK).body());
        assertStatus(201, client.json("PUT", LINK + "/tls/name", "{\"test-node:name\": \"t\"}"));
        assertFalse(client.get(LINK).body().contains("tcp"));
        assertStatus(201, client.json("PUT", LINK + "/tcp", "{\"test-node:tcp\": 6}"));
        assertFalse(client.get(LINK).body().contains("tls"));
        assertStatus(201, client.json("POST", LINK + "/tls", "{\"test-node:name\": \"u\"}"));
        assertContains("\"tls\":{\"name\":\"u\"}", client.get(LINK).body());
    }

    @Test
    void takesPathsThatEndWithASlash() throws IOException {
        assertEquals(client.get(NODE).body(), client.get(NODE + "/").body());
        assertEquals(
                client.get("/restconf/data").body(),
                client.get("/restconf/data/").body());
        assertStatus(200, client.get("/restconf/"));
        assertRefused(400, "invalid-value", client.get(NODE + "//"));
    }

    @Test
    void showsContainersThatAreThereWithNothingInThem() throws IOException {
        assertEquals("{\"test-node:limits\":{}}", client.get(NODE + "/limits").body());
        assertContains(
                "<limits xmlns=\"urn:test:node\"/>",
                client.get(NODE + "/limits", "Accept", XML).body());
        assertRefused(404, "invalid-value", client.get("/restconf/data/test-node:remote"));
    }

    @Test
    void tellsTheWayToWhatIsWrong() throws IOException {
        final var answer = client.json("PUT", NODE + "/limits", "{\"test-node:limits\": {\"most-links\": 11}}");
        assertRefused(400, "invalid-value", answer);
        final var must = client.json("PUT", LINK + "/backup", "{\"test-node:backup\": \"a/b\"}");
        assertRefused(412, "operation-failed", must);
        assertContains("\"error-app-tag\":\"own-backup\"", must.body());
        assertContains("\"error-message\":\"a link cannot back itself up\"", must.body());
        assertContains("\"error-path\":\"/test-node:node/links/link[id='a/b']", must.body());
    }

    @Test
    void followsEntityTags() throws IOException {
        final var tag = header("ETag", client.get(NODE));
        final var body = "{\"test-node:location\": \"there\"}";
        assertEquals(tag, header("ETag", client.get("/restconf/data")));
        assertStatus(201, client.send("PUT", NODE + "/location", body, "Content-Type", JSON, "If-Match", tag));
        assertRefused(
                412,
                "operation-failed",
                client.send(
                        "PUT",
                        NODE + "/location",
                        body.replace("there", "here"),
                        "Content-Type",
                        JSON,
                        "If-Match",
                        tag));
        assertContains("there", client.get(NODE + "/location").body());
        assertRefused(
                412,
                "operation-failed",
                client.send("PUT", NODE + "/location", body, "Content-Type", JSON, "If-None-Match", "*"));
        assertRefused(
                412,
                "operation-failed",
                client.send("DELETE", NODE + "/location", "", "If-Unmodified-Since", "Thu, 01 Jan 1970 00:00:00 GMT"));
        final var now = client.get(NODE + "?content=config");
        assertStatus(304, client.get(NODE + "?content=config", "If-None-Match", header("ETag", now)));
        assertStatus(
                204,
                client.send("DELETE", NODE + "/location", "", "If-Unmodified-Since", header("Last-Modified", now)));
    }

    @Test
    void callsOperations() throws IOException {
        assertContains(
                "\"test-node:ping\":[null]", client.get("/restconf/operations").body());
        assertFalse(client.get("/restconf/operations").body().contains("edit-config"));
        assertEquals(
                "{\"test-node:output\":{\"text\":\"operator said hallo\"}}",
                client.json(
                                "POST",
                                "/restconf/operations/test-node:ping",
                                "{\"test-node:input\": {\"text\": \"hallo\"}}")
                        .body());
        assertStatus(204, client.send("POST", "/restconf/operations/test-node:reset", ""));
        assertRefused(404, "invalid-value", client.send("POST", "/restconf/operations/test-node:no", ""));
        assertRefused(405, "operation-not-supported", client.get("/restconf/operations/test-node:reset"));
    }

    @Test
    void tellsWhatItCan() throws IOException {
        final var state = client.get("/restconf/data/ietf-restconf-monitoring:restconf-state")
                .body();
        assertContains("urn:ietf:params:restconf:capability:replay:1.0", state);
        assertContains(
                "\"location\":\"https://127.0.0.1:" + server.server().port() + "/restconf/streams/NETCONF/json\"",
                state);
        assertContains(
                "test-node",
                client.get("/restconf/data/ietf-yang-library:yang-library").body());
        assertStatus(200, client.get("/restconf/data", "Accept", XML));
    }
}
