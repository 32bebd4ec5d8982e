package org.qkdn.emulator.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.HashMap;
import org.qkdn.emulator.client.Endpoints;
import org.qkdn.emulator.client.OperatorClient;
import org.qkdn.emulator.topology.Attachment;
import org.qkdn.emulator.topology.Loss;
import org.qkdn.emulator.topology.ModulePlacement;
import org.qkdn.emulator.topology.ModuleRef;
import org.qkdn.emulator.topology.ModuleRole;
import org.qkdn.emulator.topology.SpanChannel;
import org.qkdn.emulator.topology.Topology;

/** Tells the controller of the network, as its operator would: registry, optical layer and first service. */
final class Provisioning {
    /** The entry of the controller's configuration that holds its private SSH key. */
    static final String CREDENTIALS = "nodes";

    private final Topology topology;
    private final Endpoints endpoints;

    Provisioning(Topology topology, Endpoints endpoints) {
        this.topology = topology;
        this.endpoints = endpoints;
    }

    void send(OperatorClient operator) throws IOException {
        operator.put("/qkdn-inventory:inventory", inventory());
        operator.put("/qkdn-optical:optical", optical());
    }

    private ObjectNode inventory() {
        var body = JsonNodeFactory.instance.objectNode();
        var inventory = body.putObject("qkdn-inventory:inventory");
        var nodes = inventory.putArray("node");
        var saes = inventory.putArray("sae");
        for (var node : endpoints.nodes()) {
            access(nodes.addObject().put("name", node.name()).put("domain", node.domain()), node.agent());
            node.saes().forEach(sae -> saes.addObject().put("sae-id", sae.saeId()).put("node", node.name()));
        }
        return body;
    }

    private ObjectNode optical() {
        var body = JsonNodeFactory.instance.objectNode();
        var optical = body.putObject("qkdn-optical:optical");
        var spans = optical.putArray("span");
        topology.spans().forEach(span -> spans.addObject()
                .put("name", span.name())
                .put("a-site", span.a())
                .put("b-site", span.b())
                .put("length", BigDecimal.valueOf(span.metres(), 3).toPlainString())
                .put("loss", db(span.loss())));
        var switches = optical.putArray("switch");
        for (var each : topology.switches()) {
            var listed = endpoints.switches().stream()
                    .filter(known -> known.name().equals(each.name()))
                    .findFirst()
                    .orElseThrow();
            var entry = switches.addObject()
                    .put("name", each.name())
                    .put("site", each.site())
                    .put("insertion-loss", db(topology.switchLoss()));
            access(entry, listed.netconf());
            var ports = entry.putArray("span-port");
            each.patches().forEach((port, patch) -> ports.addObject()
                    .put("number", port)
                    .put("span", patch.span())
                    .put("channel", channel(patch)));
        }
        fixedPairs(optical.putArray("fixed-pair"));
        initialPairings(optical.putArray("pairing"));
        return body;
    }

    /** Two modules at the two ends of one channel of a span are a pair for good. */
    private void fixedPairs(ArrayNode pairs) {
        var waiting = new HashMap<SpanChannel, ModulePlacement>();
        for (var module : topology.modules()) {
            if (module.attachment() instanceof Attachment.FixedChannel fixed) {
                var other = waiting.remove(fixed.channel());
                if (other == null) {
                    waiting.put(fixed.channel(), module);
                } else {
                    fixedPair(pairs.addObject(), fixed.channel(), module, other);
                }
            }
        }
    }

    private void fixedPair(ObjectNode pair, SpanChannel channel, ModulePlacement one, ModulePlacement two) {
        var transmitter = one.role() == ModuleRole.TRANSMITTER ? one : two;
        var receiver = transmitter == one ? two : one;
        pair.put("name", channel.span() + "-" + channel(channel));
        modules(pair, transmitter.ref(), receiver.ref());
        pair.putArray("span").add(channel.span());
        pair.put("channel", channel(channel));
        pair.put(
                "loss",
                db(topology.loss(topology.span(channel.span()).orElseThrow(), channel.wavelength())));
    }

    private void initialPairings(ArrayNode pairings) {
        topology.pairings().stream().filter(pairing -> pairing.initial()).forEach(pairing -> {
            var entry = pairings.addObject();
            modules(entry, pairing.transmitter(), pairing.receiver());
            entry.put("channel", Integer.toString(pairing.wavelength().number()));
        });
    }

    private static void modules(ObjectNode entry, ModuleRef transmitter, ModuleRef receiver) {
        entry.put("transmitter-node", transmitter.site())
                .put("transmitter-interface", transmitter.interfaceId())
                .put("receiver-node", receiver.site())
                .put("receiver-interface", receiver.interfaceId());
    }

    private static void access(ObjectNode entry, Endpoints.Netconf netconf) {
        entry.put("address", netconf.host())
                .put("port", netconf.port())
                .put("user", "controller")
                .put("credentials", CREDENTIALS)
                .put("host-key", netconf.hostKey());
    }

    private static String channel(SpanChannel channel) {
        return Integer.toString(channel.wavelength().number());
    }

    private static String db(Loss loss) {
        return BigDecimal.valueOf(loss.milliDb(), 3).toPlainString();
    }
}
