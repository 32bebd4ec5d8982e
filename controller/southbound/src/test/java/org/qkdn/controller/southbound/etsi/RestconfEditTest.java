package org.qkdn.controller.southbound.etsi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.qkdn.controller.core.model.DesiredLink;
import org.qkdn.controller.core.model.DesiredNode;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.NodeReport;
import org.qkdn.controller.core.model.SecretKeyRate;
import org.qkdn.controller.southbound.Samples;
import org.qkdn.netconf.client.Dom;
import org.qkdn.restconf.client.Request;
import org.w3c.dom.Element;

/** What is sent over RESTCONF, and in which order. */
class RestconfEditTest {
    private static final NodeName NODE = new NodeName("QUINTO");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Samples samples = new Samples(UUID.randomUUID(), UUID.randomUUID());

    @Test
    void writesTypesOfValuesAndModulesOfIdentitiesAsRfc7951Asks() throws IOException {
        final var difference = between(DesiredNode.EMPTY, Samples.holding(samples.physical(true), samples.combined()));
        final var request = RestconfEdit.requests(difference, Dialect.FULL).getFirst();
        final var node = MAPPER.readTree(request.body()).get("etsi-qkd-sdn-node:qkd_node");
        final var link = node.at("/qkd_links/qkd_link/0");
        assertEquals("etsi-qkd-node-types:PHYS", link.get("qkdl_type").textValue());
        assertEquals("7.400", link.get("phys_channel_att").textValue());
        assertEquals("34", link.get("phys_wavelength").textValue());
        assertEquals(1, link.at("/qkdl_local/qkdi_id").intValue());
        assertTrue(link.get("qkdl_enable").booleanValue());
        final var application = node.at("/qkd_applications/qkd_app/0");
        assertEquals(256, application.at("/app_qos/min_bandwidth").intValue());
        assertTrue(application.get("client_app_id").isArray());
        assertEquals(
                "hkdf-sha384",
                application.get("qkdn-node-extension:combination").textValue());
    }

    @Test
    void partsOfKeysThatAreSplitAreEntriesOfAListAndThoseNoLongerThereAreTakenAway() throws IOException {
        final var virt = Samples.link("virt");
        final var phys = Samples.link("phys");
        final var split =
                Samples.holding(samples.split(Map.of(virt, new SecretKeyRate(200), phys, new SecretKeyRate(56))));
        final var request = RestconfEdit.requests(between(DesiredNode.EMPTY, split), Dialect.FULL)
                .getFirst();
        final var parts = MAPPER.readTree(request.body())
                .at("/etsi-qkd-sdn-node:qkd_node/qkd_applications/qkd_app/0/qkdn-node-extension:part");
        assertEquals(2, parts.size());
        assertEquals(
                256,
                parts.at("/0/qkdn-node-extension:rate").asInt()
                        + parts.at("/1/qkdn-node-extension:rate").asInt());

        final var single = Samples.holding(samples.client(Optional.empty()));
        final var edits =
                RestconfEdit.yangPatch(between(split, single), Dialect.FULL).body();
        assertTrue(edits.contains("/qkdn-node-extension:part=" + phys), edits);
        assertTrue(edits.contains("/qkdn-node-extension:part=" + virt), edits);
        assertTrue(edits.contains("/qkdn-node-extension:combination"), edits);
    }

    @Test
    void writesNoIdentityWhereTheServerKnowsNone() {
        final var difference = between(DesiredNode.EMPTY, all());
        RestconfEdit.requests(difference, Dialect.WITHOUT_IDENTITIES).forEach(request -> {
            assertTrue(!request.body().contains("etsi-qkd-node-types"), request.body());
            assertTrue(!request.body().contains("virt_bandwidth"), request.body());
        });
    }

    @Test
    void replacesAnApplicationThatLosesAValueBetweenWhatIsNewAndWhatIsUnwanted() {
        final var before = Samples.holding(
                samples.virtual(), samples.relay(), samples.client(Optional.of(new SecretKeyRate(9_000))));
        final var after = Samples.holding(samples.physical(true), samples.client(Optional.empty()));
        assertEquals(
                List.of("PATCH ", "PUT qkd_app", "DELETE qkd_app", "DELETE qkd_link"),
                kinds(RestconfEdit.requests(between(before, after), Dialect.FULL)));
    }

    @Test
    void aLinkThatOccupiesANeededModuleGoesFirstWithTheUnwantedApplications() {
        final var other = new Samples(samples.node(), samples.peer()).physical(true);
        final var before = new DesiredNode(
                new TreeMap<>(Map.of(Samples.link("old"), as(Samples.link("old"), other))),
                Samples.holding(samples.relay()).applications());
        assertEquals(
                List.of("DELETE qkd_app", "DELETE qkd_link", "PATCH "),
                kinds(RestconfEdit.requests(between(before, Samples.holding(other)), Dialect.FULL)));
    }

    @Test
    void aYangPatchIsOneRequest() throws IOException {
        final var before = Samples.holding(samples.virtual(), samples.client(Optional.of(new SecretKeyRate(9_000))));
        final var after = Samples.holding(samples.physical(true), samples.client(Optional.empty()));
        final var edits = MAPPER.readTree(RestconfEdit.yangPatch(between(before, after), Dialect.FULL)
                        .body())
                .at("/ietf-yang-patch:yang-patch/edit");
        assertEquals(List.of("remove", "merge", "merge", "remove"), edits.findValuesAsText("operation"));
        assertTrue(edits.get(3).get("target").textValue().endsWith("/app_qos/max_bandwidth"));
        assertEquals(List.of("edit-1", "edit-2", "edit-3", "edit-4"), edits.findValuesAsText("edit-id"));
    }

    private DesiredNode all() {
        return Samples.holding(
                samples.physical(true), samples.virtual(), samples.relay(), samples.client(Optional.empty()));
    }

    private static DesiredLink as(KeyAssociationLinkId id, DesiredLink.Phys link) {
        return new DesiredLink.Phys(
                id,
                link.enabled(),
                link.localNode(),
                link.localInterface(),
                link.remoteNode(),
                link.remoteInterface(),
                link.role(),
                link.channel(),
                link.loss());
    }

    /** From one state of a node to another. */
    private static Difference between(DesiredNode before, DesiredNode after) {
        final var root = Dom.root(Etsi.NODE, Etsi.ROOT);
        EditedNode.merge(root, EditWriter.write(Difference.between(before, report(root), Dialect.FULL), Dialect.FULL));
        return Difference.between(after, report(root), Dialect.FULL);
    }

    private static NodeReport report(Element root) {
        return ReportReader.read(NODE, root, Habits.ours());
    }

    private static List<String> kinds(List<Request> requests) {
        return requests.stream()
                .map(request -> request.method() + " "
                        + request.resource()
                                .replaceFirst("=[^/]*$", "")
                                .replaceFirst(".*/", "")
                                .replaceFirst("etsi-qkd-sdn-node:qkd_node", ""))
                .toList();
    }
}
