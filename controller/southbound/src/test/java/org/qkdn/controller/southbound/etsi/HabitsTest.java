package org.qkdn.controller.southbound.etsi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.Limitation.Kind;
import org.qkdn.controller.core.model.LinkStatus;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.NodeReport;
import org.qkdn.controller.core.model.ReportedLink;
import org.qkdn.controller.core.model.SecretKeyRate;
import org.qkdn.netconf.client.Dom;
import org.w3c.dom.Element;

/** What the silence of an agent that is not ours is taken to mean. */
class HabitsTest {
    private static final NodeName NODE = new NodeName("FOREIGN");
    private static final KeyAssociationLinkId FIRST = link(1);
    private static final String SILENT = "";
    private static final String RATE = "<qkdl_performance><skr>900</skr></qkdl_performance>";
    private static final String NO_RATE = "<qkdl_performance><skr>0</skr></qkdl_performance>";
    private static final String STORED = "<qkdl_performance><stored-bits>5</stored-bits></qkdl_performance>";
    private static final String ACTIVE = "<qkdl_status>x:ACTIVE</qkdl_status>";

    private final Habits habits = new Habits(false, SecretKeyRate.ZERO);

    @Test
    void aLinkWithARateIsActive() throws IOException {
        assertEquals(LinkStatus.ACTIVE, first(read(RATE)).status());
    }

    @Test
    void aLinkWithoutRateIsPendingWhereTheAgentHasReportedRates() throws IOException {
        assertEquals(LinkStatus.PENDING, first(read(NO_RATE, RATE)).status());
        assertEquals(LinkStatus.PENDING, first(read(SILENT)).status(), "it is remembered");
    }

    @Test
    void aLinkWithStoredKeyIsPassive() throws IOException {
        assertEquals(LinkStatus.PASSIVE, first(read(STORED)).status());
    }

    @Test
    void aLinkOfAnAgentThatTellsNothingIsUpUnlessItIsDisabledAndHasNoRate() throws IOException {
        assertEquals(LinkStatus.ACTIVE, first(read(SILENT)).status());
        assertEquals(SecretKeyRate.ZERO, first(read(NO_RATE)).skr());
        assertEquals(
                LinkStatus.OFF, first(read("<qkdl_enable>false</qkdl_enable>")).status());
        assertEquals(
                List.of(Kind.NO_LINK_STATUS, Kind.NO_LINK_RATE),
                read(SILENT).limitations().stream().map(each -> each.kind()).toList());
    }

    @Test
    void aLinkWithoutStatusIsPendingWhereTheAgentReportsStatusOfOthers() throws IOException {
        assertEquals(LinkStatus.PENDING, first(read(RATE, ACTIVE)).status());
    }

    @Test
    void aLinkThatWasSaidToBeDownIsOffUntilSomethingElseTellsOfIt() throws IOException {
        habits.wentDown(FIRST);
        assertEquals(LinkStatus.OFF, first(read(SILENT)).status());
        habits.performs(FIRST);
        assertEquals(LinkStatus.ACTIVE, first(read(SILENT)).status());
        habits.wentDown(FIRST);
        assertEquals(LinkStatus.ACTIVE, first(read(RATE)).status());
    }

    @Test
    void theAssumedRateIsForActiveLinksOfAgentsThatReportNone() throws IOException {
        final var assuming = new Habits(false, new SecretKeyRate(700));
        assertEquals(
                new SecretKeyRate(700),
                first(ReportReader.read(NODE, node(ACTIVE + NO_RATE), assuming)).skr());
        assertEquals(
                SecretKeyRate.ZERO,
                first(ReportReader.read(NODE, node("<qkdl_status>OFF</qkdl_status>"), assuming))
                        .skr());
        assertEquals(
                SecretKeyRate.ZERO,
                first(ReportReader.read(NODE, node(ACTIVE + NO_RATE, RATE), assuming))
                        .skr());
    }

    @Test
    void anAgentOfOursMeansWhatItSays() throws IOException {
        final var report = ReportReader.read(NODE, node(SILENT), Habits.ours());
        assertEquals(LinkStatus.PENDING, first(report).status());
        assertEquals(List.of(), report.limitations());
    }

    private NodeReport read(String... links) throws IOException {
        return ReportReader.read(NODE, node(links), habits);
    }

    private static Element node(String... links) throws IOException {
        final var text = new StringBuilder("<qkd_node xmlns='" + Etsi.NODE + "'><qkd_links>");
        for (int i = 0; i < links.length; i++) {
            text.append("<qkd_link><qkdl_id>")
                    .append(link(i + 1))
                    .append("</qkdl_id><qkdl_local><qkdi_id>1</qkdi_id></qkdl_local>")
                    .append(links[i])
                    .append("</qkd_link>");
        }
        return Dom.parse(text.append("</qkd_links></qkd_node>").toString());
    }

    private static ReportedLink.Phys first(NodeReport report) {
        return (ReportedLink.Phys) report.links().getFirst();
    }

    private static KeyAssociationLinkId link(int number) {
        return new KeyAssociationLinkId(new UUID(1, number));
    }
}
