package org.qkdn.netconf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.qkdn.netconf.EditConfigTest.assertError;
import static org.qkdn.netconf.EditConfigTest.assertOk;
import static org.qkdn.netconf.EditConfigTest.node;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterTest {
    private static TestServer server;
    private static TestClient client;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        server = TestServer.start(folder);
        client = server.connect();
        assertOk(client.edit(
                "running",
                node("<id>n1</id><links>"
                        + "<link><id>a</id><kind xmlns:t=\"urn:test:types\">t:ALPHA</kind><tag>x</tag><tcp>5</tcp></link>"
                        + "<link><id>b</id><kind xmlns:t=\"urn:test:types\">t:BETA</kind><tag>x</tag><tag>y</tag></link>"
                        + "</links>")));
    }

    @AfterAll
    static void stop() throws IOException {
        client.close();
        server.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    <node xmlns="urn:test:node"><status/></node> | <status>well</status>
                    <node xmlns=""><status/></node> | <status>well</status>
                    <node xmlns="urn:test:node"><links><link><id>a</id><tag/></link></links></node> | \
                    <links><link><id>a</id><tag>x</tag></link></links>
                    <node xmlns="urn:test:node"><links><link><tag>y</tag><kind/></link></links></node> | \
                    <links><link><id>b</id><tag>x</tag><tag>y</tag><kind>BETA</kind></link></links>
                    <node xmlns="urn:test:node"><links><link><kind xmlns:q="urn:test:types">q:ALPHA</kind><tcp/></link></links></node> | \
                    <links><link><id>a</id><tcp>5</tcp><kind>ALPHA</kind></link></links>
                    <node xmlns="urn:test:node"><links><link><id>a</id><tcp/></link><link><id>b</id><kind/></link></links></node> | \
                    <links><link><id>a</id><tcp>5</tcp></link><link><id>b</id><kind>BETA</kind></link></links>
                    <node xmlns="urn:test:node"><links><link><id/></link></links></node> | \
                    <links><link><id>a</id></link><link><id>b</id></link></links>
                    """)
    void subtreeSelects(String filter, String expected) throws IOException {
        assertEquals(
                "<node xmlns=\"urn:test:node\">" + expected + "</node>",
                body(client.rpc("<get><filter type=\"subtree\">" + filter + "</filter></get>")));
    }

    @ParameterizedTest
    @CsvSource({
        "<node xmlns='urn:other'/>",
        "<node xmlns='urn:test:node'><links><link><id>zzz</id></link></links></node>",
        "''"
    })
    void subtreeThatMatchesNothingSelectsNothing(String filter) throws IOException {
        assertEquals("", body(client.rpc("<get><filter>" + filter + "</filter></get>")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    /n:node/n:status | <status>well</status>
                    /n:node/n:links/n:link[n:id='a']/n:tcp | <links><link><id>a</id><tcp>5</tcp></link></links>
                    //n:link[n:tag='y']/n:tag[2] | <links><link><id>b</id><tag>y</tag></link></links>
                    /n:node/n:status | /n:node/n:id
                    """)
    void xpathSelects(String select, String expected) throws IOException {
        if (expected.startsWith("/")) {
            assertEquals(
                    "<node xmlns=\"urn:test:node\"><id>n1</id><status>well</status></node>",
                    body(xpath(select + " | " + expected)));
        } else {
            assertEquals("<node xmlns=\"urn:test:node\">" + expected + "</node>", body(xpath(select)));
        }
    }

    @Test
    void xpathThatIsNoneIsRefused() throws IOException {
        assertError(xpath("/n:node["), "protocol", "invalid-value");
        assertError(xpath("/unbound:node"), "protocol", "invalid-value");
        assertError(xpath("1 + 1"), "protocol", "invalid-value");
        assertError(client.rpc("<get><filter type=\"xpath\"/></get>"), "protocol", "missing-attribute");
        assertError(client.rpc("<get><filter type=\"sql\"/></get>"), "protocol", "bad-attribute");
    }

    @Test
    void getConfigShowsNoStateAndGetShowsBoth() throws IOException {
        assertFalse(client.getConfig("running").contains("<status>"));
        final var all = client.rpc("<get/>");
        assertTrue(all.contains("<status>well</status>") && all.contains("<yang-library"), all);
    }

    @Test
    void getSchemaGivesTheText() throws IOException {
        final var monitoring = " xmlns=\"urn:ietf:params:xml:ns:yang:ietf-netconf-monitoring\"";
        final var text = client.rpc("<get-schema" + monitoring + "><identifier>test-node</identifier>"
                + "<version>2026-01-01</version><format>yang</format></get-schema>");
        assertTrue(text.contains("grouping alpha-attributes"), text);
        assertError(
                client.rpc("<get-schema" + monitoring + "><identifier>none</identifier></get-schema>"),
                "application",
                "invalid-value");
    }

    private static String xpath(String select) throws IOException {
        return client.rpc("<get><filter type=\"xpath\" xmlns:n=\"urn:test:node\" select=\"" + select + "\"/></get>");
    }

    /** What is inside data, without white space and prefixes, entries in order of their keys. */
    private static String body(String reply) {
        final var text = reply.replaceAll("\\s*\\n\\s*", "")
                .replaceAll(".*<data(/>|>)(.*?)(</data>)?</rpc-reply>.*", "$2")
                .replaceAll(" xmlns:\\w+=\"[^\"]*\"", "")
                .replaceAll(">\\w+:([A-Z])", ">$1");
        return Pattern.compile("(<link>.*?</link>)(<link>.*?</link>)")
                .matcher(text)
                .replaceAll(
                        pair -> Stream.of(pair.group(1), pair.group(2)).sorted().collect(Collectors.joining()));
    }
}
