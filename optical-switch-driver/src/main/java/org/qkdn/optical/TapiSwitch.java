package org.qkdn.optical;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.qkdn.netconf.client.Dom;
import org.qkdn.netconf.client.Reply;
import org.qkdn.netconf.client.Timing;
import org.qkdn.restconf.client.Request;
import org.qkdn.restconf.client.RestconfClient;
import org.w3c.dom.Element;

/**
 * Optical switches behind ONF TAPI 2.5 over RESTCONF: each cross-connect is one connectivity service of layer PHOTONIC_MEDIA,
 * UNIDIRECTIONAL, of the whole fibre where the ports offer that, else a media channel as wide as they have. Services are made
 * and deleted one by one, so a change that is refused half way is put back. A service that is not INSTALLED and ENABLED carries
 * no light: it counts for nothing, and is deleted where it is in the way. TAPI's notifications are not used.
 *
 * <p>Not confirmed: how a port's number is found, for TAPI has none ({@link TapiPort}); that light which enters the switch is
 * direction SINK at that end, and SOURCE where it leaves; that servers take {@code fields} in a query (those that ignore it
 * answer more than is asked for).
 */
public final class TapiSwitch implements SwitchProtocol {
    private static final String CONTEXT = "data/tapi-common:context";
    private static final String CONNECTIVITY = CONTEXT + "/tapi-connectivity:connectivity-context";
    private static final long PAUSE_MILLISECONDS = 50;

    private final String address;
    private final RestconfClient client;
    private final Timing timing;
    private final SwitchIdentity identity;

    private TapiSwitch(String address, RestconfClient client, Timing timing, SwitchIdentity identity) {
        this.address = address;
        this.client = client;
        this.timing = timing;
        this.identity = identity;
    }

    /** Finds the API and reads its context. */
    public static OpticalSwitch open(SwitchTarget target, Timing timing) throws IOException {
        final var client = RestconfClient.open(target.api(""), timing);
        try {
            final var context = context(client, target.address());
            return new Transaction(new TapiSwitch(
                    target.address(),
                    client,
                    timing,
                    new SwitchIdentity("", "ONF TAPI", Dom.text(context, "uuid").orElse(""), "")));
        } catch (IOException e) {
            client.close();
            throw e;
        }
    }

    /** TAPI tells nothing of makers; the serial number is the context's UUID. */
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
        final var found = new TreeMap<Integer, PortHealth>();
        TapiPort.read(address, context(client, address)).forEach((number, port) -> found.put(number, port.health()));
        return found;
    }

    @Override
    public SortedMap<Integer, Integer> crossConnects() throws IOException {
        final var connections = new ReadConnections(address);
        for (var service : services(TapiPort.read(address, context(client, address)))) {
            if (service.isLit()) {
                connections.add(service.ingress(), service.egress());
            }
        }
        return connections.found();
    }

    @Override
    public Optional<Refusal> carryOut(Reconfiguration change, SortedMap<Integer, Integer> present) throws IOException {
        final var ports = TapiPort.read(address, context(client, address));
        for (var service : services(ports)) {
            final var unwanted = service.isLit()
                    ? Integer.valueOf(service.egress()).equals(change.removals().get(service.ingress()))
                    : change.additions().entrySet().stream().anyMatch(service::uses);
            if (unwanted) {
                final var refusal = delete(service, ports);
                if (refusal.isPresent()) {
                    return refusal;
                }
            }
        }
        for (var pair : change.additions().entrySet()) {
            final var ingress = Optional.ofNullable(ports.get(pair.getKey()));
            final var egress = Optional.ofNullable(ports.get(pair.getValue()));
            if (ingress.isEmpty() || egress.isEmpty()) {
                return Refusal.of(pair.getKey(), "one of the ports is gone");
            }
            final var refusal = make(new TapiRequest(ingress.get(), egress.get()), ports);
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        client.close();
    }

    private Optional<Refusal> make(TapiRequest wanted, SortedMap<Integer, TapiPort> ports) throws IOException {
        final var sent = client.send(Request.json("POST", CONNECTIVITY, wanted.json()));
        return switch (sent) {
            case Reply.Refused refused -> Refusal.of(wanted.ingress().number(), refused.text());
            case Reply.Answer done -> settled(wanted.uuid(), wanted.ingress().number(), ports);
        };
    }

    private Optional<Refusal> delete(TapiService service, SortedMap<Integer, TapiPort> ports) throws IOException {
        final var sent = client.send(Request.delete(CONNECTIVITY + "/connectivity-service=" + service.uuid()));
        return switch (sent) {
            case Reply.Refused refused -> Refusal.of(service.ingress(), refused.text());
            case Reply.Answer done -> settled(service.uuid(), service.ingress(), ports);
        };
    }

    /** A server may be at work yet after it has answered. */
    private Optional<Refusal> settled(String uuid, int ingress, SortedMap<Integer, TapiPort> ports) throws IOException {
        final var deadline = System.nanoTime() + timing.reply().toNanos();
        while (true) {
            final var changing = services(ports).stream()
                    .filter(service -> service.uuid().equals(uuid))
                    .filter(TapiService::isChanging)
                    .findFirst();
            if (changing.isEmpty()) {
                return Optional.empty();
            }
            if (deadline - System.nanoTime() <= 0) {
                return Refusal.of(
                        ingress,
                        "service " + uuid + " is still "
                                + changing.get().lifecycle() + " after "
                                + timing.reply().toMillis() + " ms");
            }
            pause();
        }
    }

    private void pause() throws IOException {
        try {
            Thread.sleep(PAUSE_MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(address + ": interrupted", e);
        }
    }

    private List<TapiService> services(SortedMap<Integer, TapiPort> ports) throws IOException {
        final var answer = client.get(CONNECTIVITY + "?fields=connectivity-service");
        final var found = new ArrayList<TapiService>();
        if (answer.isPresent()) {
            final var context = Dom.child(answer.get(), "connectivity-context")
                    .orElseThrow(() -> new IOException(address + ": the answer has no connectivity-context"));
            Dom.children(context, "connectivity-service")
                    .forEach(service -> TapiService.of(service, ports).ifPresent(found::add));
        }
        return found;
    }

    private static Element context(RestconfClient client, String address) throws IOException {
        return client.get(CONTEXT + "?fields=uuid;service-interface-point")
                .flatMap(answer -> Dom.child(answer, "context"))
                .orElseThrow(() -> new IOException(address + ": the server has no tapi-common:context"));
    }
}
