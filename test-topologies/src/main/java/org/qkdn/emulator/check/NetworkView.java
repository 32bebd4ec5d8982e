package org.qkdn.emulator.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.qkdn.emulator.client.Endpoints;
import org.qkdn.emulator.client.OperatorClient;

/** The network as an operator sees and changes it over RESTCONF. */
public final class NetworkView {
    private static final String NETWORK = "/ietf-network:networks/network=qkdn";
    private static final String SERVICES = "/qkdn-key-service:key-services/key-service=";
    private static final String SERVICES_STATE = "/qkdn-key-service:key-services-state";

    private final OperatorClient operator;

    public NetworkView(Endpoints endpoints) throws IOException {
        operator = new OperatorClient(endpoints);
    }

    /** Key association link as RESTCONF shows it; {@code skr} in bit/s. */
    public record Link(
            String id,
            String type,
            String status,
            String source,
            String sourceTp,
            String destination,
            String reason,
            String wavelength,
            long skr) {
        public boolean isPhys() {
            return type.equals("PHYS");
        }

        public boolean isActive() {
            return status.equals("ACTIVE");
        }

        @Override
        public String toString() {
            return source + "-" + destination + " " + status + (reason.isEmpty() ? "" : " (" + reason + ")");
        }
    }

    /** State of a key service. */
    public record Service(String name, String status, String reason, String linkId, List<String> path) {
        public boolean isUp() {
            return status.equals("UP");
        }
    }

    /** Registered nodes with an open session. */
    public List<String> connectedNodes() throws IOException {
        return each(operator.get("/qkdn-inventory:inventory-state").body(), "qkdn-inventory:inventory-state", "node")
                .filter(node -> node.path("connection").asText().equals("connected"))
                .map(node -> node.path("name").asText())
                .sorted()
                .toList();
    }

    /** Modules of all nodes. */
    public long modules() throws IOException {
        return list(network().path("node"))
                .mapToLong(node ->
                        node.path("ietf-network-topology:termination-point").size())
                .sum();
    }

    public List<Link> links() throws IOException {
        return list(network().path("ietf-network-topology:link"))
                .map(link -> new Link(
                        link.path("link-id").asText(),
                        link.path("qkdn-topology:type").asText(),
                        link.path("qkdn-topology:status").asText(),
                        link.path("source").path("source-node").asText(),
                        link.path("source").path("source-tp").asText(),
                        link.path("destination").path("dest-node").asText(),
                        link.path("qkdn-topology:reason").asText(),
                        link.path("qkdn-topology:wavelength").asText(),
                        link.path("qkdn-topology:skr").asLong()))
                .toList();
    }

    public List<Service> services() throws IOException {
        return each(operator.get(SERVICES_STATE).body(), "qkdn-key-service:key-services-state", "key-service")
                .map(service -> new Service(
                        service.path("name").asText(),
                        service.path("status").asText(),
                        service.path("reason").asText(),
                        service.path("link-id").asText(),
                        list(service.path("path")).map(JsonNode::asText).toList()))
                .toList();
    }

    public Optional<Service> service(String name) throws IOException {
        return services().stream()
                .filter(service -> service.name().equals(name))
                .findFirst();
    }

    /** One RESTCONF PUT. */
    public void putService(String name, String source, String destination) throws IOException {
        var body = JsonNodeFactory.instance.objectNode();
        service(body.putArray("qkdn-key-service:key-service").addObject(), name, source, destination);
        operator.put(SERVICES + name, body);
    }

    /** Whether an operator wants the service, whatever became of it. */
    public boolean isConfigured(String service) throws IOException {
        return operator.get(SERVICES + service + "?content=config").isSuccess();
    }

    public void deleteService(String name) throws IOException {
        operator.delete(SERVICES + name);
    }

    /** Asks for a transmitter to meet a receiver. */
    public void putPairing(String transmitter, long transmitterInterface, String receiver, long receiverInterface)
            throws IOException {
        putPairing(new WantedPair(transmitter, transmitterInterface, receiver, receiverInterface, Optional.empty()));
    }

    public void putPairing(WantedPair pair) throws IOException {
        var body = JsonNodeFactory.instance.objectNode();
        var wanted = body.putArray("qkdn-optical:pairing")
                .addObject()
                .put("transmitter-node", pair.transmitter())
                .put("transmitter-interface", pair.transmitterInterface())
                .put("receiver-node", pair.receiver())
                .put("receiver-interface", pair.receiverInterface());
        pair.channel().ifPresent(channel -> wanted.put("channel", channel));
        operator.put(pair.path(), body);
    }

    public void deletePairing(WantedPair pair) throws IOException {
        operator.delete(pair.path());
    }

    /** Switched pairs that an operator asked for. */
    public List<WantedPair> wantedPairs() throws IOException {
        return each(operator.get("/qkdn-optical:optical?content=config").body(), "qkdn-optical:optical", "pairing")
                .map(pair -> new WantedPair(
                        pair.path("transmitter-node").asText(),
                        pair.path("transmitter-interface").asLong(),
                        pair.path("receiver-node").asText(),
                        pair.path("receiver-interface").asLong(),
                        Optional.of(pair.path("channel").asText()).filter(channel -> !channel.isEmpty())))
                .toList();
    }

    /** Why a wanted pair is not made; empty where it is, or nobody knows. */
    public Optional<String> whyNot(WantedPair pair) throws IOException {
        return each(
                        operator.get("/qkdn-optical:optical-state?content=nonconfig")
                                .body(),
                        "qkdn-optical:optical-state",
                        "pairing")
                .filter(made -> made.path("transmitter-node").asText().equals(pair.transmitter())
                        && made.path("transmitter-interface").asLong() == pair.transmitterInterface())
                .map(made -> made.path("reason").asText())
                .filter(reason -> !reason.isEmpty())
                .findFirst();
    }

    public List<FeasibleLink> directLinks() throws IOException {
        return each(directLinksState(), "qkdn-optical:direct-links", "direct-link")
                .map(FeasibleLink::read)
                .toList();
    }

    /** Those that the controller refuses, with the reason, for a person. */
    public List<String> refusedLinks() throws IOException {
        return each(directLinksState(), "qkdn-optical:direct-links", "refused-link")
                .map(FeasibleLink::refusal)
                .toList();
    }

    private JsonNode directLinksState() throws IOException {
        return operator.get("/qkdn-optical:direct-links?content=nonconfig").body();
    }

    /** Whole operational state of the controller's own modules, for comparing before and after. */
    public List<String> decisions() throws IOException {
        var decisions = new ArrayList<String>();
        links().forEach(link -> decisions.add(link.id() + " " + link.source() + " " + link.destination()));
        services().forEach(service -> decisions.add(service.name() + " " + service.linkId() + " " + service.path()));
        return decisions.stream().sorted().toList();
    }

    static void service(ObjectNode service, String name, String source, String destination) {
        service.put("name", name).put("source", source).put("destination", destination);
    }

    private JsonNode network() throws IOException {
        return operator.get(NETWORK + "?content=nonconfig")
                .body()
                .path("ietf-network:network")
                .path(0);
    }

    private static Stream<JsonNode> each(JsonNode body, String container, String list) {
        return list(body.path(container).path(list));
    }

    private static Stream<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
