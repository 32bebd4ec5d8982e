package org.qkdn.optical;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.qkdn.netconf.client.Dom;
import org.qkdn.netconf.client.Reply;
import org.qkdn.netconf.client.Timing;
import org.qkdn.restconf.client.Request;
import org.qkdn.restconf.client.RestconfClient;
import org.w3c.dom.Element;

/**
 * Polatis (HUBER+SUHNER) switches over RESTCONF: YANG module optical-switch, user and password. A change is one request: POST or
 * DELETE of one connection, and PUT of all of them where it is more. What others connect between our reading and our PUT is
 * lost: nobody else should have such a switch. There are no sessions and no events that we use.
 *
 * <p>Not confirmed: that all firmware has its API at {@code /api}; where it does not answer there, {@code /restconf} is tried.
 * That connections which a PUT leaves as they are stay lit meanwhile.
 */
public final class RestconfPolatisSwitch implements SwitchProtocol {
    private static final List<String> ROOTS = List.of("/api", "/restconf");
    private static final String PRODUCT = "data/optical-switch:product-information";
    private static final String PORTS = "data/optical-switch:port-config";
    private static final String CONNECTIONS = "data/optical-switch:cross-connects";

    private final String address;
    private final RestconfClient client;
    private final SwitchIdentity identity;

    private RestconfPolatisSwitch(String address, RestconfClient client, SwitchIdentity identity) {
        this.address = address;
        this.client = client;
        this.identity = identity;
    }

    /** Finds the API and reads what the switch is. */
    public static OpticalSwitch open(SwitchTarget target, Timing timing) throws IOException {
        for (var root : ROOTS) {
            final var client = RestconfClient.open(target.api(root), timing);
            try {
                final var product = client.find(PRODUCT).filter(answer -> Dom.child(answer, "product-information")
                        .isPresent());
                if (product.isPresent()) {
                    return new Transaction(
                            new RestconfPolatisSwitch(target.address(), client, PolatisTree.identity(product.get())));
                }
                client.close();
            } catch (IOException e) {
                client.close();
                throw e;
            }
        }
        throw new IOException(target.address() + ": no optical-switch:product-information under any of " + ROOTS
                + ": it is no Polatis switch, or its firmware has the API elsewhere");
    }

    @Override
    public SwitchIdentity identity() {
        return identity;
    }

    @Override
    public boolean tellsChanges() {
        return false;
    }

    @Override
    public SortedMap<Integer, PortHealth> ports() throws IOException {
        final var answer = read(PORTS, "port-config");
        return answer.isPresent() ? PolatisTree.ports(address, answer.get()) : new TreeMap<>();
    }

    @Override
    public SortedMap<Integer, Integer> crossConnects() throws IOException {
        final var answer = read(CONNECTIONS, "cross-connects");
        return answer.isPresent() ? PolatisTree.crossConnects(address, answer.get(), "pair") : new TreeMap<>();
    }

    @Override
    public Optional<Refusal> carryOut(Reconfiguration change, SortedMap<Integer, Integer> present) throws IOException {
        return switch (client.send(request(change, present))) {
            case Reply.Answer done -> Optional.empty();
            case Reply.Refused refused -> Optional.of(PolatisTree.refusal(refused));
        };
    }

    @Override
    public void close() {
        client.close();
    }

    private static Request request(Reconfiguration change, SortedMap<Integer, Integer> present) {
        if (change.size() > 1) {
            return Request.json(
                    "PUT",
                    CONNECTIONS,
                    "{\"optical-switch:cross-connects\":{\"pair\":" + list(change.after(present)) + "}}");
        }
        return change.additions().isEmpty()
                ? Request.delete(CONNECTIONS + "/pair=" + change.removals().firstKey())
                : Request.json("POST", CONNECTIONS, "{\"optical-switch:pair\":" + list(change.additions()) + "}");
    }

    private static String list(SortedMap<Integer, Integer> pairs) {
        return pairs.entrySet().stream()
                .map(pair -> "{\"ingress\":" + pair.getKey() + ",\"egress\":" + pair.getValue() + "}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    /** A container with nothing in it may not be there at all. */
    private Optional<Element> read(String resource, String container) throws IOException {
        final var answer = client.get(resource);
        if (answer.isPresent() && Dom.child(answer.get(), container).isEmpty()) {
            throw new IOException(address + ": the answer has no " + container);
        }
        return answer;
    }
}
