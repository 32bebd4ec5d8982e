package org.qkdn.agent;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.agent.fixture.AgentUnderTest;
import org.qkdn.agent.fixture.Controller;
import org.qkdn.netconf.client.Reply;
import org.qkdn.node.v1.RelayedBatches;
import org.qkdn.node.v1.RelayedRange;

/** The operation relayed-keys over NETCONF; a fake LKMS answers. */
class RelayedKeysTest {
    private static final String APP = "44444444-0000-4000-8000-00000000000b";
    private static final String LINK = "55555555-0000-4000-8000-000000000001";

    @TempDir
    static Path directory;

    private static AgentUnderTest agent;
    private static Controller controller;

    @BeforeAll
    static void start() throws Exception {
        agent = new AgentUnderTest(directory);
        controller = new Controller(agent.target());
    }

    @AfterAll
    static void stop() {
        controller.close();
        agent.close();
    }

    private static String call(String inside) {
        return "<relayed-keys xmlns='urn:qkdn:yang:node-extension'>" + inside + "</relayed-keys>";
    }

    private static String question(String from) {
        return call("<app-id>" + APP + "</app-id><link-id>" + LINK + "</link-id><from>" + from
                + "</from><until>2026-11-26T09:00:00+01:00</until><limit>7</limit>");
    }

    @Test
    void theLkmsIsAskedAndItsRangesAreTold() throws Exception {
        agent.parts().relayed(query -> RelayedBatches.newBuilder()
                .setSinceMs(0)
                .setMore(true)
                .addRanges(RelayedRange.newBuilder()
                        .setAtMs(query.getUntilMs())
                        .setFirstKeyId("01234567-89ab-8cde-8000-00000000000" + query.getLimit())
                        .setLastKeyId(
                                query.getAppId().equals(APP)
                                                && query.getLinkId().equals(LINK)
                                        ? "01234567-89ab-8cde-83ff-ffffffffffff"
                                        : "wrong"))
                .build());
        var told = controller.call(question("2026-11-26T07:00:00Z"));
        for (var part : new String[] {
            ">01234567-89ab-8cde-8000-000000000007<",
            ">01234567-89ab-8cde-83ff-ffffffffffff<",
            ">2026-11-26T08:00:00Z<",
            ">1970-01-01T00:00:00Z<",
            ">true<"
        }) {
            assertTrue(told.contains(part), told);
        }
    }

    @Test
    void anLkmsThatDoesNotKnowTheQuestionIsNamedAsTheReason() throws Exception {
        agent.parts().relayedUnknown();
        var refused = assertInstanceOf(Reply.Refused.class, controller.ask(question("2026-11-26T07:00:00Z")));
        assertTrue(refused.text().contains("the LKMS does not tell: UNIMPLEMENTED"), refused.text());
    }

    @Test
    void aQuestionThatLacksSomethingIsRefused() throws Exception {
        var refused = assertInstanceOf(Reply.Refused.class, controller.ask(call("<app-id>" + APP + "</app-id>")));
        assertTrue(refused.text().contains("link-id"), refused.text());
        assertInstanceOf(Reply.Refused.class, controller.ask(question("yesterday")));
    }
}
