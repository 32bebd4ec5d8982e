package org.qkdn.emulator.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.emulator.client.Endpoints;

/** Programs of others against the NETCONF servers of a running network: ncclient talks to them, yanglint checks what they say. */
@ExtendWith(RunningNetwork.class)
class ForeignNetconfClientsIT {
    private static final String INVENTORY = "urn:qkdn:yang:inventory";

    private final EmulatedRun run;

    @TempDir
    Path folder;

    ForeignNetconfClientsIT(EmulatedRun run) {
        this.run = run;
    }

    @BeforeAll
    static void installed() throws Exception {
        Ncclient.assumeInstalled();
    }

    @Test
    void theyFindNothingWrongAtAnAgent() throws Exception {
        check(run.endpoints().node("NORTE").agent(), """
                <qkd_node xmlns="urn:etsi:qkd:yang:etsi-qkd-node"><qkd_links><qkd_link><qkdl_id>no-uuid</qkdl_id>
                </qkd_link></qkd_links></qkd_node>""");
    }

    @Test
    void theyFindNothingWrongAtAnOpticalSwitch() throws Exception {
        check(run.endpoints().switches().getFirst().netconf(), """
                <cross-connects xmlns="http://www.polatis.com/yang/optical-switch"><pair><ingress>1</ingress>
                <egress>many</egress></pair></cross-connects>""");
    }

    @Test
    void theyFindNothingWrongAtTheController() throws Exception {
        check(run.endpoints().controller().netconf(), """
                <inventory xmlns="urn:qkdn:yang:inventory"><node><name>NORTE</name><port>99999999</port></node>
                </inventory>""");
    }

    @Test
    void anAgentNotifiesNcclientOfALinkThatGoesDown() throws Exception {
        var client = new Ncclient(run.endpoints().node("NORTE").agent()).start("await", "sdqkdn_link_down");
        try (var said = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8))) {
            assertEquals("SUBSCRIBED", said.readLine());
            run.processes().emulator("cut-span", "NORTE-DISTRITO");
            var heard = said.lines().collect(Collectors.joining("\n"));
            assertEquals(0, client.waitFor(), heard);
            assertTrue(heard.contains("qkdl_id"), heard);
        } finally {
            client.destroy();
            run.processes().emulator("mend", "NORTE-DISTRITO");
            run.allLinksActive();
        }
    }

    @Test
    void restconfShowsWhatNetconfWroteAndTheReverse() throws Exception {
        var controller = new Ncclient(run.endpoints().controller().netconf());
        var operator = run.operator();
        controller
                .run(
                        "edit",
                        "<inventory xmlns='" + INVENTORY + "'><sae><sae-id>sae-by-netconf</sae-id>"
                                + "<node>QUINTO</node></sae></inventory>")
                .mustSucceed();
        var sae = operator.get("/qkdn-inventory:inventory/sae=sae-by-netconf");
        assertEquals(
                "QUINTO",
                sae.body().at("/qkdn-inventory:sae/0/node").asText(),
                sae.body().toString());

        operator.put("/qkdn-inventory:inventory/sae=sae-by-netconf", Json.of("""
                {"qkdn-inventory:sae": [{"sae-id": "sae-by-netconf", "node": "NORTE"}]}"""));
        var shown = controller.run("get-config").mustSucceed().text().replaceAll(">\\s+<", "><");
        assertTrue(shown.contains("<sae-id>sae-by-netconf</sae-id><node>NORTE</node>"), shown);

        controller
                .run(
                        "edit",
                        "<inventory xmlns='" + INVENTORY + "'><sae"
                                + " xmlns:nc='urn:ietf:params:xml:ns:netconf:base:1.0' nc:operation='delete'>"
                                + "<sae-id>sae-by-netconf</sae-id></sae></inventory>")
                .mustSucceed();
        assertEquals(
                404,
                operator.get("/qkdn-inventory:inventory/sae=sae-by-netconf").status());
    }

    private void check(Endpoints.Netconf server, String badConfig) throws Exception {
        var said = new Ncclient(server)
                .run("check", folder.toString(), badConfig)
                .mustSucceed()
                .text();
        assertTrue(said.contains("ALL GOOD"), said);
        lint("get", "get.xml");
        lint("get", "data.xml");
        lint("getconfig", "config.xml");
    }

    /** The data against the modules that the server hands out; what they import is found beside them. */
    private void lint(String type, String data) throws Exception {
        Program.assumeInstalled("yanglint", "libyang2-tools");
        var line = new ArrayList<>(List.of("yanglint", "-p", folder.toString(), "-D", "-t", type, "-f", "xml"));
        var text = Files.readString(folder.resolve(data));
        try (var modules = Files.newDirectoryStream(folder, "*.yang")) {
            for (var module : modules) {
                if (text.contains("=\"" + namespace(module) + "\"")) {
                    line.add(module.toString());
                }
            }
        }
        line.add(folder.resolve(data).toString());
        var checked = Program.run(line.toArray(String[]::new));
        assertEquals(0, checked.exitCode(), checked.errors());
        assertFalse(checked.errors().contains("err"), checked.errors());
    }

    private static String namespace(Path module) throws Exception {
        var statement = Pattern.compile("\\bnamespace\\s+[\"']?([^\"';\\s]+)").matcher(Files.readString(module));
        assertTrue(statement.find(), module + " has no namespace");
        return statement.group(1);
    }
}
