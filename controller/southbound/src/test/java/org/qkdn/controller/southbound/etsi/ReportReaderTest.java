package org.qkdn.controller.southbound.etsi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.qkdn.controller.core.model.AttachmentPoint;
import org.qkdn.controller.core.model.Channel;
import org.qkdn.controller.core.model.FarEnd;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.LinkStatus;
import org.qkdn.controller.core.model.Loss;
import org.qkdn.controller.core.model.ModuleId;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.NodeReport;
import org.qkdn.controller.core.model.QkdModule;
import org.qkdn.controller.core.model.ReportedLink;
import org.qkdn.controller.core.model.Role;
import org.qkdn.controller.core.model.SecretKeyRate;
import org.qkdn.netconf.client.Dom;

class ReportReaderTest {
    private static final NodeName NODE = new NodeName("QUINTO");
    private static final String LINK = "7f3a0d52-0b52-4c0e-9a55-3f7f5f0e7c01";
    private static final String PEER = "7f3a0d52-0b52-4c0e-9a55-3f7f5f0e7c02";
    private static final String STRANGER = "7f3a0d52-0b52-4c0e-9a55-3f7f5f0e7c03";

    @Test
    void readsModuleAndWorkingLinkWithTheLeavesOfOurOwnExtension() throws IOException {
        final var report = read("""
                <qkdn_id>7F3A0D52-0B52-4C0E-9A55-3F7F5F0E7C00</qkdn_id>
                <qkdn_status xmlns:t="urn:etsi:qkd:yang:etsi-qkd-node-types">t:OPERATING</qkdn_status>
                <qkd_interfaces><qkd_interface>
                  <qkdi_id>3</qkdi_id><qkdi_model>HWDU TX</qkdi_model><qkdi_type>x:CV-QKD</qkdi_type>
                  <qkdi_att_point><device>SW-1</device><port>4</port></qkdi_att_point>
                  <qkdi_capabilities><role_support>TRANSMITTER</role_support>
                    <wavelength_range>34-38</wavelength_range><max_absorption>18.25</max_absorption></qkdi_capabilities>
                  <qkdi_status>x:FAILED</qkdi_status>
                </qkd_interface></qkd_interfaces>
                <qkd_links><qkd_link>
                  <qkdl_id>%s</qkdl_id><qkdl_status>x:ACTIVE</qkdl_status>
                  <qkdl_local><qkdi_id>3</qkdi_id></qkdl_local>
                  <qkdl_remote><qkdn_id>%s</qkdn_id><qkdi_id>7</qkdi_id></qkdl_remote>
                  <qkdl_type>x:PHYS</qkdl_type>
                  <phys_channel_att>7.4</phys_channel_att><phys_wavelength>34</phys_wavelength>
                  <phys_qkd_role>x:TRANSMITTER</phys_qkd_role>
                  <qkdl_performance><skr>12000</skr>
                    <phys_perf><perf_type>x:SNR</perf_type><value>9.9</value></phys_perf>
                    <phys_perf><perf_type>x:QBER</perf_type><value>2.345</value></phys_perf>
                    <stored-bits xmlns="urn:qkdn:yang:node-extension">8192</stored-bits>
                    <reason xmlns="urn:qkdn:yang:node-extension">warming up</reason>
                    <answering-node xmlns="urn:qkdn:yang:node-extension">%s</answering-node>
                    <answering-interface xmlns="urn:qkdn:yang:node-extension">4</answering-interface>
                  </qkdl_performance>
                </qkd_link></qkd_links>
                """.formatted(LINK, PEER, STRANGER));

        assertEquals(UUID.fromString("7f3a0d52-0b52-4c0e-9a55-3f7f5f0e7c00"), report.qkdnId());
        assertEquals("OPERATING", report.status());
        assertEquals(
                List.of(new QkdModule(
                        new ModuleId(NODE, 3),
                        "HWDU TX",
                        "CV-QKD",
                        Role.TRANSMITTER,
                        "34-38",
                        Optional.of(new Loss(18_250)),
                        Optional.of(new AttachmentPoint("SW-1", 4)),
                        false)),
                report.modules());
        assertEquals(
                List.of(new ReportedLink.Phys(
                        new KeyAssociationLinkId(UUID.fromString(LINK)),
                        LinkStatus.ACTIVE,
                        true,
                        new ModuleId(NODE, 3),
                        UUID.fromString(PEER),
                        7,
                        Optional.of(Role.TRANSMITTER),
                        Optional.of(new Channel(34)),
                        Optional.of(new Loss(7_400)),
                        new SecretKeyRate(12_000),
                        Optional.of(23_450),
                        Optional.of(8_192L),
                        Optional.of("warming up"),
                        Optional.of(new FarEnd(UUID.fromString(STRANGER), 4)))),
                report.links());
    }

    @Test
    void keepsALinkOfWhichOnlyTheKeyCanBeRead() throws IOException {
        final var report = read("<qkd_links><qkd_link><qkdl_id>" + LINK
                + "</qkdl_id><qkdl_status>x:STRANGE</qkdl_status></qkd_link><qkd_link/></qkd_links>");

        assertEquals(1, report.links().size());
        assertEquals(LINK, report.links().getFirst().id().toString());
        assertEquals(LinkStatus.PENDING, report.links().getFirst().status());
    }

    @Test
    void passesOverValuesThatAreNotOfTheirType() throws IOException {
        final var report = read("<qkd_links><qkd_link><qkdl_id>" + LINK + "</qkdl_id><qkdl_type>PHYS</qkdl_type>"
                + "<phys_wavelength>1550.12</phys_wavelength><phys_channel_att>-3</phys_channel_att>"
                + "<qkdl_performance><skr>many</skr></qkdl_performance></qkd_link></qkd_links>"
                + "<qkd_applications><qkd_app><app_id>" + PEER + "</app_id><app_priority>9999999999</app_priority>"
                + "<backing_qkdl_id>none</backing_qkdl_id></qkd_app></qkd_applications>");

        final var link = (ReportedLink.Phys) report.links().getFirst();
        assertEquals(Optional.of(new Channel(1550)), link.channel());
        assertEquals(Optional.empty(), link.loss());
        assertEquals(SecretKeyRate.ZERO, link.skr());
        assertEquals(List.of(), report.applications().getFirst().backing());
    }

    private static NodeReport read(String content) throws IOException {
        return ReportReader.read(
                NODE, Dom.parse("<qkd_node xmlns=\"" + Etsi.NODE + "\">" + content + "</qkd_node>"), Habits.ours());
    }
}
