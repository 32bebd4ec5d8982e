package org.qkdn.netconf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EditConfigTest {
    private TestServer server;
    private TestClient client;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        server = TestServer.start(folder);
        client = server.connect();
        assertOk(client.edit("running", node("<id>n1</id>" + link("a", "<tag>x</tag>"))));
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
    }

    @Test
    void mergeKeepsWhatItDoesNotName() throws IOException {
        assertOk(client.edit("running", node(link("b", "<tag>y</tag><tag>z</tag>"))));
        final var config = client.getConfig("running");
        assertTrue(config.contains("<id>a</id>") && config.contains("<tag>x</tag>"), config);
        assertTrue(config.contains("<tag>y</tag>") && config.contains("<tag>z</tag>"), config);
    }

    @Test
    void replaceDropsWhatItDoesNotName() throws IOException {
        assertOk(client.edit("running", node(link("a", "nc:operation=\"replace\"", "<label>new</label>"))));
        final var config = client.getConfig("running");
        assertTrue(config.contains("<label>new</label>"), config);
        assertFalse(config.contains("<tag>"), config);
    }

    @Test
    void deletingEverythingLeavesAnEmptyCandidate() throws IOException {
        final var nothing = "<node xmlns=\"urn:test:node\" xmlns:nc=\"urn:ietf:params:xml:ns:netconf:base:1.0\""
                + " nc:operation=\"delete\"/>";
        assertOk(client.edit("candidate", nothing));
        assertFalse(client.getConfig("candidate").contains("urn:test:node"));
        // the model asks for an id, so this is as far as it goes
        assertError(client.rpc("<commit/>"), "application", "data-missing");
        assertTrue(client.getConfig("running").contains("<id>n1</id>"));
    }

    @Test
    void replaceAsDefaultOperationReplacesTheTopLevelNode() throws IOException {
        assertOk(client.rpc("<edit-config><target><running/></target><default-operation>replace</default-operation>"
                + "<config>" + node("<id>n2</id>") + "</config></edit-config>"));
        final var config = client.getConfig("running");
        assertTrue(config.contains("<id>n2</id>"), config);
        assertFalse(config.contains("<link>"), config);
    }

    @Test
    void createRefusesWhatExists() throws IOException {
        final var reply = client.edit("running", node(link("a", "nc:operation=\"create\"", "")));
        assertError(reply, "application", "data-exists");
        assertTrue(reply.contains("/tn:node/tn:links/tn:link[tn:id='a']</error-path>"), reply);
        assertOk(client.edit("running", node(link("b", "nc:operation=\"create\"", "<tag>q</tag>"))));
        assertTrue(client.getConfig("running").contains("<tag>q</tag>"));
    }

    @Test
    void deleteRefusesWhatIsMissingAndRemoveDoesNot() throws IOException {
        assertError(
                client.edit("running", node(link("none", "nc:operation=\"delete\"", ""))),
                "application",
                "data-missing");
        assertOk(client.edit("running", node(link("none", "nc:operation=\"remove\"", ""))));
        assertOk(client.edit("running", node(link("a", "nc:operation=\"delete\"", ""))));
        assertFalse(client.getConfig("running").contains("<link>"));
    }

    @Test
    void deletesALeafGivenEmptyAndALeafListEntryByItsValue() throws IOException {
        assertOk(client.edit("running", node("<limits><most-links>3</most-links></limits>")));
        assertOk(client.edit("running", node("<limits><most-links nc:operation=\"delete\"/></limits>")));
        assertOk(client.edit("running", node(link("a", "<tag nc:operation=\"delete\">x</tag>"))));
        final var config = client.getConfig("running");
        assertFalse(config.contains("most-links") || config.contains("<tag>"), config);
    }

    @Test
    void noneTouchesOnlyWhatIsMarkedAndWantsTheRestToExist() throws IOException {
        assertOk(none(node(link("a", "<tag>ignored</tag><label nc:operation=\"merge\">l</label>")
                .replace("<tag>ignored</tag>", ""))));
        assertTrue(client.getConfig("running").contains("<label>l</label>"));
        assertError(none(node(link("z", "<label nc:operation=\"merge\">l</label>"))), "application", "data-missing");
    }

    @Test
    void aRefusedEditChangesNothingOfItAtAll() throws IOException {
        final var before = client.getConfig("running");
        final var reply = client.edit(
                "running", node(link("b", "") + "<location>x</location>") + "<remote xmlns=\"urn:test:node\"/>");
        assertError(reply, "application", "data-missing");
        assertEquals(data(before), data(client.getConfig("running")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    <nothing/> | application | unknown-element
                    <links><link><id>c</id><nothing/></link></links> | application | unknown-element
                    <status>ill</status> | application | invalid-value
                    <links><link><id>a</id><level>3</level></link></links> | application | invalid-value
                    <limits><most-links>11</most-links></limits> | application | invalid-value
                    <limits><most-links>many</most-links></limits> | application | invalid-value
                    <limits><most-links><x/></most-links></limits> | application | invalid-value
                    <limits>text</limits> | protocol | bad-element
                    <limits><spare/></limits> | application | unknown-element
                    <links><link><tag>t</tag></link></links> | protocol | missing-element
                    <id>n1</id><id>n2</id> | protocol | bad-element
                    <id nc:operation="destroy">n1</id> | protocol | bad-attribute
                    <id nc:operation="delete"/> | application | data-missing
                    <other xmlns="urn:nowhere"/> | protocol | unknown-namespace
                    <links><link><id>a</id><backup>zzz</backup></link></links> | application | data-missing
                    <links><link><id>a</id><backup>a</backup></link></links> | application | operation-failed
                    <links><link><id>a</id><tls><port>1</port></tls></link></links> | application | data-missing
                    <links><link><id>a</id><tcp>1</tcp><tls><name>n</name></tls></link></links> | protocol | bad-element
                    <location>forbidden</location> | application | operation-failed
                    """)
    void refusesWhatTheModelOrAHookDoesNotAllow(String content, String type, String tag) throws IOException {
        final var before = client.getConfig("running");
        assertError(client.edit("running", node(content)), type, tag);
        assertEquals(data(before), data(client.getConfig("running")));
    }

    @Test
    void carriesTheModelsOwnErrorAppTags() throws IOException {
        assertTrue(client.edit("running", node("<limits><most-links>11</most-links></limits>"))
                .contains("<error-app-tag>limit-out-of-range</error-app-tag>"));
        final var must = client.edit("running", node(link("a", "<backup>a</backup>")));
        assertTrue(must.contains("<error-app-tag>own-backup</error-app-tag>"), must);
        assertTrue(must.contains("a link cannot back itself up"), must);
        assertTrue(client.edit("running", node("<location>forbidden</location>"))
                .contains("<error-app-tag>no-such-place</error-app-tag>"));
        assertOk(client.edit("running", node(link("a", "<label>same</label>"))));
        assertTrue(client.edit("running", node(link("b", "<label>same</label>")))
                .contains("<error-app-tag>data-not-unique</error-app-tag>"));
        assertOk(client.edit("running", node(link("b", "<label>other</label>") + "<location>x</location>")));
    }

    @Test
    void evaluatesTheWhenOfAUsesOnBothSides() throws IOException {
        final var types = " xmlns:t=\"urn:test:types\">t:";
        assertOk(client.edit("running", node(link("a", "<kind" + types + "ALPHA</kind><loss>3.5</loss>"))));
        assertError(
                client.edit("running", node(link("b", "<kind" + types + "BETA</kind><loss>3.5</loss>"))),
                "application",
                "unknown-element");
        assertError(
                client.edit("running", node(link("a", "<kind" + types + "BETA</kind>"))),
                "application",
                "unknown-element");
        assertOk(client.edit("running", node(link("b", "<kind" + types + "BETA-TWO</kind><beta-rate>5</beta-rate>"))));
        assertError(
                client.edit("running", node(link("c", "<kind" + types + "ALPHA</kind><beta-rate>5</beta-rate>"))),
                "application",
                "unknown-element");
    }

    @Test
    void refusesAnIdentityOfAnotherBase() throws IOException {
        assertError(
                client.edit("running", node(link("a", "<kind xmlns:t=\"urn:test:types\">t:RED</kind>"))),
                "application",
                "invalid-value");
    }

    @Test
    void aPresenceContainerNeedsItsMandatoryLeafAndEntries() throws IOException {
        assertError(
                client.edit("running", "<remote xmlns=\"urn:test:node\"><address>x</address></remote>"),
                "application",
                "operation-failed");
        assertOk(client.edit(
                "running", "<remote xmlns=\"urn:test:node\"><address>x</address><path><hop>1</hop></path></remote>"));
    }

    @Test
    void anotherCaseOfAChoiceTakesThePlaceOfTheFirst() throws IOException {
        assertOk(client.edit("running", node(link("a", "<tcp>5</tcp>"))));
        assertOk(client.edit("running", node(link("a", "<tls><name>n</name></tls>"))));
        final var config = client.getConfig("running");
        assertTrue(config.contains("<name>n</name>") && !config.contains("<tcp>"), config);
    }

    @Test
    void testOnlyChangesNothing() throws IOException {
        final var options = "<edit-config><target><running/></target><test-option>test-only</test-option><config>";
        assertOk(client.rpc(options + node("<location>here</location>") + "</config></edit-config>"));
        assertFalse(client.getConfig("running").contains("here"));
        assertError(
                client.rpc(options + node("<location>forbidden</location>") + "</config></edit-config>"),
                "application",
                "operation-failed");
    }

    @Test
    void continueOnErrorAppliesTheRestAndReportsEachRefusal() throws IOException {
        final var reply = client.rpc("<edit-config><target><running/></target>"
                + "<error-option>continue-on-error</error-option><config>"
                + node("<location>here</location><links><link nc:operation=\"create\"><id>a</id><tag>y</tag></link>"
                        + "<link nc:operation=\"delete\"><id>z</id></link><link><id>b</id></link></links>")
                + "</config></edit-config>");
        assertError(reply, "application", "data-exists");
        assertError(reply, "application", "data-missing");
        assertEquals(3, reply.split("<rpc-error>", -1).length, reply);
        final var config = client.getConfig("running");
        assertTrue(config.contains("<location>here</location>") && config.contains("<id>b</id>"), config);
        assertFalse(config.contains("<tag>y</tag>"), config);
    }

    @Test
    void aCandidateIsTestedFirstWhereTheRequestAsksForIt() throws IOException {
        final var edit = "<edit-config><target><candidate/></target>%s<config>"
                + "<remote xmlns=\"urn:test:node\"/></config></edit-config>";
        assertError(
                client.rpc(edit.formatted("<test-option>test-then-set</test-option>")), "application", "data-missing");
        assertFalse(client.getConfig("candidate").contains("remote"));
        assertOk(client.rpc(edit.formatted("<test-option>set</test-option>")));
        assertTrue(client.getConfig("candidate").contains("remote"));
    }

    @Test
    void copiesAConfigurationInFullAndRefusesToCopyOneOntoItself() throws IOException {
        final var copy = "<copy-config><target><running/></target><source>%s</source></copy-config>";
        assertOk(client.rpc(copy.formatted("<config>" + node("<id>n2</id>") + "</config>")));
        final var config = client.getConfig("running");
        assertTrue(config.contains("<id>n2</id>") && !config.contains("<link>"), config);
        assertError(client.rpc(copy.formatted("<running/>")), "protocol", "invalid-value");
        assertError(client.rpc(copy.formatted("<startup/>")), "protocol", "operation-not-supported");
        assertError(
                client.rpc(copy.formatted("<config><remote xmlns=\"urn:test:node\"/></config>")),
                "application",
                "data-missing");
        assertOk(client.edit("candidate", node("<location>lab</location>")));
        assertOk(client.rpc(copy.formatted("<candidate/>")));
        assertTrue(client.getConfig("running").contains("lab"));
    }

    @Test
    void deleteConfigNamesTheWayThereIs() throws IOException {
        final var delete = "<delete-config><target>%s</target></delete-config>";
        final var running = client.rpc(delete.formatted("<running/>"));
        assertError(running, "protocol", "invalid-value");
        assertTrue(running.contains("copy-config replaces all of it"), running);
        assertError(client.rpc(delete.formatted("<candidate/>")), "protocol", "invalid-value");
        assertError(client.rpc(delete.formatted("<startup/>")), "protocol", "operation-not-supported");
        assertError(client.rpc("<delete-config/>"), "protocol", "missing-element");
    }

    private String none(String config) throws IOException {
        return client.rpc("<edit-config><target><running/></target><default-operation>none</default-operation><config>"
                + config + "</config></edit-config>");
    }

    static String node(String content) {
        return "<node xmlns=\"urn:test:node\" xmlns:nc=\"urn:ietf:params:xml:ns:netconf:base:1.0\">" + content
                + "</node>";
    }

    static String link(String id, String content) {
        return link(id, "", content);
    }

    private static String link(String id, String attribute, String content) {
        return "<links><link " + attribute + "><id>" + id + "</id>" + content + "</link></links>";
    }

    static void assertOk(String reply) {
        assertTrue(reply.contains("<ok/>"), reply);
    }

    static void assertError(String reply, String type, String tag) {
        assertTrue(
                reply.contains("<error-type>" + type + "</error-type>")
                        && reply.contains("<error-tag>" + tag + "</error-tag>"),
                reply);
    }

    /** A reply without its message-id. */
    static String data(String reply) {
        return reply.replaceAll("message-id=\"\\d+\"", "");
    }
}
