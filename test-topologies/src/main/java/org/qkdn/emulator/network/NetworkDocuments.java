package org.qkdn.emulator.network;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import org.qkdn.emulator.pki.Pki;
import org.qkdn.emulator.topology.Attachment;
import org.qkdn.emulator.topology.Loss;
import org.qkdn.emulator.topology.ModulePlacement;
import org.qkdn.emulator.topology.ModuleRef;
import org.qkdn.emulator.topology.ModuleRole;
import org.qkdn.emulator.topology.Topology;
import org.qkdn.emulator.topology.Wavelength;

/**
 * The network as others need to know it: what an operator tells the controller (RFC 7951 JSON of qkdn-inventory and
 * qkdn-optical), and the end points for foreign clients.
 */
public final class NetworkDocuments {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final String LOOPBACK = "127.0.0.1";

    private final Topology topology;
    private final PortPlan ports;
    private final Pki pki;
    private final BigDecimal speed;

    NetworkDocuments(Topology topology, PortPlan ports, Pki pki, BigDecimal speed) {
        this.speed = speed;
        this.topology = topology;
        this.ports = ports;
        this.pki = pki;
    }

    /** KME ID of a node's LKMS. */
    public static String kmeId(String site) {
        return "kme-" + site;
    }

    /** Content of {@code /data}: {@code qkdn-inventory:inventory} and {@code qkdn-optical:optical}. */
    public ObjectNode controllerConfiguration() throws IOException {
        var root = JSON.createObjectNode();
        root.set("qkdn-inventory:inventory", inventory());
        root.set("qkdn-optical:optical", optical());
        return root;
    }

    private ObjectNode inventory() throws IOException {
        var inventory = JSON.createObjectNode();
        var nodes = inventory.putArray("node");
        var saes = inventory.putArray("sae");
        for (var site : topology.sites()) {
            var node = nodes.addObject().put("name", site.name()).put("domain", site.domain());
            access(node, ports.agent(site.name()), Identities.agentHost(site.name()));
            for (var sae : site.saes()) {
                saes.addObject().put("sae-id", sae).put("node", site.name());
            }
        }
        return inventory;
    }

    private ObjectNode optical() throws IOException {
        var optical = JSON.createObjectNode();
        var spans = optical.putArray("span");
        for (var span : topology.spans()) {
            spans.addObject()
                    .put("name", span.name())
                    .put("a-site", span.a())
                    .put("b-site", span.b())
                    .put("length", BigDecimal.valueOf(span.metres(), 3).toPlainString())
                    .put("loss", decibel(span.loss()))
                    .put("o-band-loss", decibel(span.loss().times(topology.oBandFactor())));
        }
        new RateDocument(topology).addTo(optical);
        var switches = optical.putArray("switch");
        for (var device : topology.switches()) {
            var entry = switches.addObject()
                    .put("name", device.name())
                    .put("site", device.site())
                    .put("insertion-loss", decibel(topology.switchLoss()));
            access(entry, ports.opticalSwitch(device.site()), Identities.switchHost(device.name()));
            var spanPorts = entry.putArray("span-port");
            device.patches().forEach((port, channel) -> spanPorts
                    .addObject()
                    .put("number", port)
                    .put("span", channel.span())
                    .put("channel", wire(channel.wavelength())));
        }
        new SourceDocument(topology, speed).addTo(optical);
        fixedPairs(optical.putArray("fixed-pair"));
        var pairings = optical.putArray("pairing");
        for (var pairing : topology.pairings()) {
            if (pairing.initial()) {
                pair(pairings.addObject(), pairing.transmitter(), pairing.receiver())
                        .put("channel", wire(pairing.wavelength()));
            }
        }
        return optical;
    }

    private void fixedPairs(ArrayNode pairs) {
        for (var transmitter : topology.modules()) {
            if (transmitter.role() != ModuleRole.TRANSMITTER
                    || !(transmitter.attachment() instanceof Attachment.FixedChannel at)) {
                continue;
            }
            topology.modules().stream()
                    .filter(m -> !m.equals(transmitter) && m.attachment().equals(at))
                    .map(ModulePlacement::ref)
                    .forEach(receiver -> {
                        var span = topology.span(at.channel().span()).orElseThrow();
                        var entry = pairs.addObject().put("name", transmitter.ref() + " - " + receiver);
                        pair(entry, transmitter.ref(), receiver)
                                .put("channel", wire(at.channel().wavelength()))
                                .put(
                                        "loss",
                                        decibel(topology.loss(span, at.channel().wavelength())))
                                .putArray("span")
                                .add(span.name());
                    });
        }
    }

    /** What a foreign client needs: {@code endpoints.json}. */
    public ObjectNode endpoints() throws IOException {
        var root = JSON.createObjectNode();
        root.put("topology", topology.name());
        root.put("ca", pki.tls(Identities.OPERATOR).ca().toString());
        root.putObject("controller")
                .put("common_name", Identities.CONTROLLER)
                .put("restconf", "https://" + LOOPBACK + ":" + ports.restconf() + "/restconf")
                .put("certificate", pki.tls(Identities.OPERATOR).certificate().toString())
                .put("key", pki.tls(Identities.OPERATOR).key().toString())
                .set("netconf", netconf(ports.controllerNetconf(), Identities.CONTROLLER_HOST));
        var nodes = root.putArray("nodes");
        for (var site : topology.sites()) {
            var node = nodes.addObject()
                    .put("name", site.name())
                    .put("qkdn_id", site.id().toString())
                    .put("etsi014", "https://" + LOOPBACK + ":" + ports.keyDelivery(site.name()) + "/api/v1/keys")
                    .put("kme_id", kmeId(site.name()))
                    .put("kme_common_name", "lkms-" + site.name())
                    .put("lkms_metrics", metrics(ports.lkmsMetrics(site.name())))
                    .put("forwarding_metrics", metrics(ports.forwardingMetrics(site.name())));
            if (!site.saes().isEmpty()) {
                node.put("etsi004", LOOPBACK + ":" + ports.keyStreams(site.name()))
                        .put("skip", "https://" + LOOPBACK + ":" + ports.skip(site.name()))
                        .put("skip_psk", LOOPBACK + ":" + ports.skipPsk(site.name()));
            }
            node.put("agent_restconf", "https://" + LOOPBACK + ":" + ports.agentRestconf(site.name()) + "/restconf");
            node.set("agent", netconf(ports.agent(site.name()), Identities.agentHost(site.name())));
            var saes = node.putArray("saes");
            for (var sae : site.saes()) {
                saes.addObject()
                        .put("id", sae)
                        .put("certificate", pki.tls(sae).certificate().toString())
                        .put("key", pki.tls(sae).key().toString());
            }
        }
        var switches = root.putArray("switches");
        for (var device : topology.switches()) {
            var entry = switches.addObject().put("name", device.name()).put("site", device.site());
            entry.set("netconf", netconf(ports.opticalSwitch(device.site()), Identities.switchHost(device.name())));
        }
        return root;
    }

    /** Writes a document whole or not at all. */
    public static void write(Path file, ObjectNode document) throws IOException {
        StateDirectory.makeDirectory(file.getParent());
        var draft = file.resolveSibling(file.getFileName() + ".draft");
        Files.write(draft, JSON.writeValueAsBytes(document));
        Files.move(
                draft,
                file,
                java.nio.file.StandardCopyOption.ATOMIC_MOVE,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    private static String metrics(int port) {
        return "https://" + LOOPBACK + ":" + port + "/metrics";
    }

    private ObjectNode netconf(int port, String hostKey) throws IOException {
        return JSON.createObjectNode()
                .put("host", LOOPBACK)
                .put("port", port)
                .put("user", Identities.OPERATOR)
                .put("key", pki.sshKey(Identities.OPERATOR).toString())
                .put("host_key", pki.fingerprint(hostKey));
    }

    private void access(ObjectNode entry, int port, String hostKey) throws IOException {
        entry.put("address", LOOPBACK)
                .put("port", port)
                .put("user", Identities.CONTROLLER)
                .put("credentials", Identities.CONTROLLER)
                .put("host-key", pki.fingerprint(hostKey));
    }

    private static ObjectNode pair(ObjectNode entry, ModuleRef transmitter, ModuleRef receiver) {
        return entry.put("transmitter-node", transmitter.site())
                .put("transmitter-interface", transmitter.interfaceId())
                .put("receiver-node", receiver.site())
                .put("receiver-interface", receiver.interfaceId());
    }

    static String wire(Wavelength wavelength) {
        return Integer.toString(wavelength.number());
    }

    static String decibel(Loss loss) {
        return BigDecimal.valueOf(loss.milliDb(), 3).toPlainString();
    }
}
