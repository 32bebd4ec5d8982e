package org.qkdn.controller.southbound.etsi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.qkdn.controller.core.engine.Event;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.SaeId;
import org.qkdn.controller.core.model.SecretKeyRate;
import org.qkdn.netconf.client.Dom;

class HeardTest {
    private static final NodeName NODE = new NodeName("QUINTO");
    private static final String LINK = "7f3a0d52-0b52-4c0e-9a55-3f7f5f0e7c01";
    private static final KeyAssociationLinkId LINK_ID = new KeyAssociationLinkId(UUID.fromString(LINK));

    @Test
    void aLinkThatWentDownIsToldAndTheNodeReadAgain() throws IOException {
        assertEquals(
                new Heard(List.of(new Event.LinkWentDown(NODE, LINK_ID, "no light")), true),
                heard("sdqkdn_link_down", "<qkd_link><qkdl_id>%s</qkdl_id><reason>no light</reason></qkd_link>"));
    }

    @Test
    void performanceIsToldWithItsErrorRateInPartsPerMillion() throws IOException {
        assertEquals(
                new Heard(
                        List.of(new Event.LinkPerformed(
                                NODE, LINK_ID, new SecretKeyRate(900), Optional.of(15_000), Optional.empty())),
                        false),
                heard(
                        "sdqkdn_link_perf_update",
                        "<qkd_link><qkdl_id>%s</qkdl_id><performance><skr>900</skr>"
                                + "<phys_perf><perf_type>t:QBER</perf_type><value>1.5</value></phys_perf>"
                                + "</performance></qkd_link>"));
    }

    @Test
    void anApplicationThatAsksIsToldForEachOfItsPeers() throws IOException {
        assertEquals(
                new Heard(
                        List.of(
                                new Event.ApplicationAsked(NODE, new SaeId("sae-a"), new SaeId("sae-b")),
                                new Event.ApplicationAsked(NODE, new SaeId("sae-a"), new SaeId("sae-c"))),
                        false),
                heard(
                        "sdqkdn_application_new",
                        "<qkd_application><server_app_id>sae-a</server_app_id>"
                                + "<client_app_id>sae-b</client_app_id><client_app_id>sae-c</client_app_id>"
                                + "</qkd_application>"));
    }

    @Test
    void whatIsNotUnderstoodLeadsToAReading() throws IOException {
        final var something = new Heard(List.of(), true);
        assertEquals(something, heard("sdqkdn_interface_down", "<qkd_interface><qkdi_id>3</qkdi_id></qkd_interface>"));
        assertEquals(something, heard("sdqkdn_link_down", "<qkd_link/>"));
        assertEquals(something, heard("sdqkdn_link_perf_update", "<qkd_link><qkdl_id>%s</qkdl_id></qkd_link>"));
        assertEquals(something, heard("sdqkdn_application_new", "<qkd_application/>"));
    }

    private static Heard heard(String name, String content) throws IOException {
        return Heard.of(
                NODE,
                Dom.parse("<" + name + " xmlns=\"" + Etsi.NODE + "\">" + content.replace("%s", LINK) + "</" + name
                        + ">"));
    }
}
