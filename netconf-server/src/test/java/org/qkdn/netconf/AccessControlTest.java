package org.qkdn.netconf;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.qkdn.netconf.EditConfigTest.assertError;
import static org.qkdn.netconf.EditConfigTest.assertOk;
import static org.qkdn.netconf.EditConfigTest.link;
import static org.qkdn.netconf.EditConfigTest.node;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 8341. The guest's role is read-only, the operator's read-write. */
class AccessControlTest {
    private static final String SUBSCRIBE =
            "<create-subscription xmlns=\"urn:ietf:params:xml:ns:netconf:notification:1.0\"/>";
    private static final String GUESTS =
            "<groups><group><name>guests</name><user-name>guest</user-name></group></groups>";

    private TestServer server;
    private TestClient client;
    private TestClient guest;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        server = TestServer.start(folder);
        client = server.connect();
        guest = server.connectAsGuest();
        assertOk(
                client.edit(
                        "running",
                        node(
                                "<id>n1</id><links><link><id>a</id><label>la</label></link><link><id>b</id><label>lb</label></link></links>")));
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        guest.close();
        server.close();
    }

    @Test
    void withoutAnyRuleTheRoleDecides() throws IOException {
        assertTrue(guest.getConfig("running").contains("<id>n1</id>"));
        assertError(guest.edit("running", node("<location>x</location>")), "protocol", "access-denied");
        assertError(guest.rpc("<reset xmlns=\"urn:test:node\"/>"), "protocol", "access-denied");
        assertTrue(counters().contains("<denied-operations>2</denied-operations>"), counters());
    }

    @Test
    void whatARuleHidesIsLeftOutAndNoFilterFindsIt() throws IOException {
        rules(
                GUESTS,
                rule(
                        "hide",
                        "deny",
                        "<path xmlns:x=\"urn:test:node\">/x:node/x:links/x:link[x:id='a']/x:label</path>"));
        final var config = guest.getConfig("running");
        assertTrue(config.contains("<label>lb</label>") && config.contains("<id>a</id>"), config);
        assertFalse(config.contains("<label>la</label>"), config);
        final var found =
                guest.rpc("<get-config><source><running/></source><filter type=\"xpath\" xmlns:x=\"urn:test:node\""
                        + " select=\"//x:link[x:label='la']\"/></get-config>");
        assertFalse(found.contains("<id>a</id>"), found);
        assertTrue(client.getConfig("running").contains("<label>la</label>"));
    }

    @Test
    void rulesAreTheSameAfterARestart() throws IOException {
        rules(
                GUESTS,
                rule("edit", "permit", "<rpc-name>edit-config</rpc-name>")
                        + rule(
                                "move",
                                "permit",
                                "<path xmlns:x=\"urn:test:node\">/x:node/x:location</path>"
                                        + "<access-operations>create update</access-operations>"));
        final var before = server.configFile();
        assertTrue(before.contains("<access-operations>create update</access-operations>"), before);
        server = server.restart();
        client = server.connect();
        guest = server.connectAsGuest();
        assertTrue(client.getConfig("running").contains("<access-operations>create update</access-operations>"));
        assertOk(guest.edit("running", node("<location>x</location>")));
        assertError(
                guest.edit(
                        "running",
                        node(
                                "<location xmlns:nc=\"urn:ietf:params:xml:ns:netconf:base:1.0\" nc:operation=\"delete\"/>")),
                "application",
                "access-denied");
    }

    @Test
    void stateIsHiddenToo() throws IOException {
        rules(GUESTS, rule("hide", "deny", "<module-name>ietf-netconf-monitoring</module-name>"));
        assertFalse(guest.rpc("<get/>").contains("netconf-state"));
        assertTrue(guest.rpc("<get/>").contains("<status>well</status>"));
        assertTrue(client.rpc("<get/>").contains("netconf-state"));
    }

    @Test
    void theRulesThemselvesAreHiddenFromThoseWhomNoRulePermitsThem() throws IOException {
        rules(GUESTS, "");
        assertFalse(guest.getConfig("running").contains("nacm"), guest.getConfig("running"));
        assertTrue(client.getConfig("running").contains("<user-name>guest</user-name>"));
        rules(
                "",
                rule(
                        "show",
                        "permit",
                        "<path xmlns:n=\"urn:ietf:params:xml:ns:yang:ietf-netconf-acm\">/n:nacm</path>"));
        assertTrue(guest.getConfig("running").contains("<user-name>guest</user-name>"));
    }

    @Test
    void aGroupMayWriteOnePlaceAndNoOther() throws IOException {
        rules(
                GUESTS,
                rule("call", "permit", "<rpc-name>edit-config</rpc-name>")
                        + rule(
                                "label",
                                "permit",
                                "<access-operations>create update</access-operations>"
                                        + "<path xmlns:x=\"urn:test:node\">/x:node/x:links/x:link[x:id='a']/x:label</path>"));
        assertOk(guest.edit("running", node(link("a", "<label>mine</label>"))));
        final var other = guest.edit("running", node(link("b", "<label>mine too</label>")));
        assertError(other, "application", "access-denied");
        assertTrue(other.contains("/tn:node/tn:links/tn:link[tn:id='b']/tn:label</error-path>"), other);
        assertError(
                guest.edit("running", node("<links><link nc:operation=\"delete\"><id>a</id></link></links>")),
                "application",
                "access-denied");
        // to leave everything as it is needs no permission
        assertOk(guest.edit("running", node("<id>n1</id>" + link("b", "<label>lb</label>"))));
        assertTrue(counters().contains("<denied-data-writes>2</denied-data-writes>"), counters());
    }

    @Test
    void whatMayNotBeWrittenMayNotBeCommittedEither() throws IOException {
        rules(GUESTS, rule("call", "permit", "<rpc-name>*</rpc-name>"));
        assertError(guest.edit("candidate", node("<location>x</location>")), "application", "access-denied");
        assertOk(client.edit("candidate", node("<location>x</location>")));
        assertError(guest.rpc("<commit/>"), "application", "access-denied");
        assertError(guest.rpc("<commit><confirmed/></commit>"), "application", "access-denied");
        assertError(
                guest.rpc("<copy-config><target><running/></target><source><candidate/></source></copy-config>"),
                "application",
                "access-denied");
        assertFalse(client.getConfig("running").contains("<location>"));
        assertOk(client.rpc("<commit/>"));
    }

    @Test
    void aDeniedNotificationIsDroppedAndCounted() throws IOException {
        rules(
                GUESTS,
                rule(
                        "deaf",
                        "deny",
                        "<module-name>test-node</module-name><notification-name>link-down</notification-name>"));
        assertOk(guest.rpc(SUBSCRIBE));
        server.notifications().publish(TestServer.notification("link-down", "a"), Instant.EPOCH);
        server.notifications().publish(TestServer.notification("link-up", "b"), Instant.EPOCH);
        assertTrue(guest.receive().contains("<id>b</id>"));
        assertTrue(counters().contains("<denied-notifications>1</denied-notifications>"), counters());
    }

    @Test
    void theFirstRuleThatMatchesDecides() throws IOException {
        rules(
                GUESTS,
                rule("some", "permit", "<module-name>test-node</module-name><rpc-name>ping</rpc-name>")
                        + rule("none", "deny", "<module-name>test-node</module-name>"));
        assertTrue(guest.rpc("<ping xmlns=\"urn:test:node\"><text>hallo</text></ping>")
                .contains("guest said hallo"));
        assertError(guest.rpc("<reset xmlns=\"urn:test:node\"/>"), "protocol", "access-denied");
        assertFalse(guest.getConfig("running").contains("urn:test:node"));
    }

    @Test
    void withoutExternalGroupsARoleCountsForNothing() throws IOException {
        assertOk(client.edit(
                "running",
                nacm("<exec-default>deny</exec-default><enable-external-groups>false</enable-external-groups>")));
        assertError(client.getConfig("running"), "protocol", "access-denied");
        assertError(guest.getConfig("running"), "protocol", "access-denied");
        assertOk(guest.rpc("<close-session/>"));
        // nobody is left to mend it but the recovery session, which no rule concerns
        try (var recovery = server.connectForRecovery()) {
            assertOk(recovery.edit("running", nacm("<enable-nacm>false</enable-nacm>")));
        }
        assertTrue(client.getConfig("running").contains("<enable-nacm>false</enable-nacm>"));
    }

    @Test
    void killSessionIsDeniedByDefaultAndTheDefaultsHoldWhereNoRuleMatches() throws IOException {
        assertOk(client.edit(
                "running",
                nacm("<enable-external-groups>false</enable-external-groups><read-default>deny</read-default>"
                        + "<write-default>permit</write-default>")));
        assertError(
                client.rpc("<kill-session><session-id>999</session-id></kill-session>"), "protocol", "access-denied");
        assertFalse(guest.getConfig("running").contains("urn:test:node"));
        assertOk(guest.edit("running", node("<location>x</location>")));
        // the rules themselves need a rule, whatever the defaults are
        assertError(guest.edit("running", nacm("<read-default>permit</read-default>")), "application", "access-denied");
    }

    @Test
    void theUsersOwnNameMayBeAKey() throws IOException {
        rules(
                GUESTS,
                rule("call", "permit", "<rpc-name>edit-config</rpc-name>")
                        + rule(
                                "own",
                                "permit",
                                "<path xmlns:x=\"urn:test:node\">/x:node/x:links/x:link[x:id=$USER]</path>"));
        assertOk(guest.edit("running", node(link("guest", "<label>mine</label>"))));
        assertError(
                guest.edit("running", node(link("client", "<label>theirs</label>"))), "application", "access-denied");
    }

    @Test
    void rulesSurviveARestartAndComeBackWithTheirPrefixes() throws IOException {
        rules(
                GUESTS,
                rule("hide", "deny", "<path xmlns:x=\"urn:test:node\">/x:node/x:links/x:link[x:id='a:b']</path>"));
        client.close();
        guest.close();
        server = server.restart();
        client = server.connect();
        final var config = client.getConfig("running");
        assertTrue(
                config.contains("<path xmlns:test-node=\"urn:test:node\">"
                        + "/test-node:node/test-node:links/test-node:link[test-node:id='a:b']</path>"),
                config);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    <path>/y:node</path> | prefix y
                    <path>/node</path> | is no path
                    <path xmlns:x="urn:test:node">/x:node[</path> | is no path
                    <path xmlns:x="urn:test:node">//x:node</path> | is no path
                    """)
    void refusesAPathThatCannotBeRead(String path, String part) throws IOException {
        final var reply =
                client.edit("running", nacm("<rule-list><name>l</name>" + rule("r", "deny", path) + "</rule-list>"));
        assertError(reply, "application", "invalid-value");
        assertTrue(reply.contains(part), reply);
    }

    private void rules(String groups, String rules) throws IOException {
        assertOk(client.edit(
                "running",
                nacm(groups + "<rule-list><name>of guests</name><group>guests</group>" + rules + "</rule-list>")));
    }

    private static String rule(String name, String action, String content) {
        return "<rule><name>" + name + "</name>" + content + "<action>" + action + "</action></rule>";
    }

    private static String nacm(String content) {
        return "<nacm xmlns=\"urn:ietf:params:xml:ns:yang:ietf-netconf-acm\">" + content + "</nacm>";
    }

    private String counters() throws IOException {
        return client.rpc("<get><filter type=\"subtree\"><nacm xmlns=\"urn:ietf:params:xml:ns:yang:ietf-netconf-acm\"/>"
                + "</filter></get>");
    }
}
