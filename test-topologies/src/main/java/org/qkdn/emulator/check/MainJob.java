package org.qkdn.emulator.check;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.qkdn.emulator.client.Endpoints;

/**
 * The main job, as an operator and pairs of SAEs do it on MadQCI: discovery, a service, keys between every pair of
 * nodes, a re-pairing, a cut, an application that asks first, and a controller that dies and comes back. It uses the
 * public interfaces only.
 */
public final class MainJob {
    private static final String SERVICE = "quinto-distrito";
    private static final List<String> ROUTE = List.of("QUINTO", "QUIJANO", "QUEVEDO", "NORTE", "DISTRITO");
    private static final List<String> DETOUR =
            List.of("QUINTO", "QUIJANO", "QUEVEDO", "NORTE", "CONCEPCION", "DISTRITO");
    private static final int KEY_BITS = 256;

    private final Endpoints endpoints;
    private final NetworkView network;
    private final Disruptions disruptions;
    private final Narrator narrator;
    private final List<String> keys = new ArrayList<>();
    private List<String> decisionsBeforeStop = List.of();

    public MainJob(Endpoints endpoints, Disruptions disruptions, PrintStream out) throws IOException {
        this.endpoints = endpoints;
        this.network = new NetworkView(endpoints);
        this.disruptions = disruptions;
        this.narrator = new Narrator(out);
    }

    /**
     * Tells the whole story.
     *
     * @return the keys handed out, in base64, for those who look whether they leaked
     * @throws IOException at the first step that does not come out right
     */
    public List<String> run() throws IOException {
        narrator.step("all nodes and modules are discovered", this::discovered);
        narrator.step("all PHYS links are ACTIVE", this::linksActive);
        narrator.step("one RESTCONF PUT makes a service QUINTO - DISTRITO", () -> {
            forget(SERVICE);
            network.putService(
                    SERVICE, sae("QUINTO", 0).id(), sae("DISTRITO", 0).id());
            return up(SERVICE, ROUTE);
        });
        narrator.step("enc_keys at QUINTO and dec_keys at DISTRITO agree", () -> exchange("QUINTO", "DISTRITO", 3));
        narrator.step("the same for all pairs of nodes", this::allPairs);
        narrator.step("a switched pair is re-paired and makes key", this::repair);
        narrator.step("NORTE - DISTRITO is cut: the service takes the detour", () -> {
            disruptions.emulator("cut-span", "NORTE-DISTRITO");
            return up(SERVICE, DETOUR) + ", " + exchange("DISTRITO", "QUINTO", 2);
        });
        narrator.step("QUEVEDO - QUIJANO is cut: services are DOWN with the reason", () -> {
            disruptions.emulator("cut-span", "QUEVEDO-QUIJANO");
            return down(SERVICE);
        });
        narrator.step("both are mended: the service is UP by itself", () -> {
            disruptions.emulator("mend", "QUEVEDO-QUIJANO");
            disruptions.emulator("mend", "NORTE-DISTRITO");
            linksActive();
            return up(SERVICE) + ", " + exchange("QUINTO", "DISTRITO", 2);
        });
        narrator.step("an application that asks first is provisioned by policy", this::askFirst);
        narrator.step("the controller is stopped: keys still flow", this::keysWithoutController);
        narrator.step("it is started again: it reconciles and changes nothing", this::controllerReturns);
        return List.copyOf(keys);
    }

    /** Steps that came out right. */
    public int passed() {
        return narrator.passed();
    }

    private String discovered() throws IOException, InterruptedException {
        var expected = new TreeSet<>(
                endpoints.nodes().stream().map(Endpoints.Node::name).toList());
        Eventually.holds(() -> {
            var missing = new TreeSet<>(expected);
            missing.removeAll(network.connectedNodes());
            return missing.isEmpty() ? Optional.empty() : Optional.of("no session with " + missing);
        });
        return expected.size() + " nodes, " + network.modules() + " modules";
    }

    private String linksActive() throws IOException, InterruptedException {
        Eventually.holds(() -> {
            var links =
                    network.links().stream().filter(NetworkView.Link::isPhys).toList();
            var waiting = links.stream().filter(link -> !link.isActive()).toList();
            if (links.isEmpty()) {
                return Optional.of("no PHYS link at all");
            }
            return waiting.isEmpty() ? Optional.empty() : Optional.of("not ACTIVE: " + waiting);
        });
        return network.links().stream().filter(NetworkView.Link::isPhys).count() + " links";
    }

    private String up(String service) throws IOException, InterruptedException {
        Eventually.holds(() -> {
            var state = network.service(service);
            return state.filter(NetworkView.Service::isUp).isPresent()
                    ? Optional.empty()
                    : Optional.of(service + " is " + state.map(Object::toString).orElse("absent"));
        });
        return String.join(" > ", network.service(service).orElseThrow().path());
    }

    private String up(String service, List<String> path) throws IOException, InterruptedException {
        Eventually.holds(() -> {
            var state = network.service(service);
            return state.filter(NetworkView.Service::isUp)
                            .filter(known -> known.path().equals(path))
                            .isPresent()
                    ? Optional.empty()
                    : Optional.of(service + " is " + state.map(Object::toString).orElse("absent") + ", wanted " + path);
        });
        return String.join(" > ", path);
    }

    private String down(String service) throws IOException, InterruptedException {
        Eventually.holds(() -> {
            var state = network.service(service);
            return state.filter(known -> known.status().equals("DOWN")
                                    && !known.reason().isEmpty())
                            .isPresent()
                    ? Optional.empty()
                    : Optional.of(service + " is " + state.map(Object::toString).orElse("absent"));
        });
        return network.service(service).orElseThrow().reason();
    }

    private String exchange(String master, String slave, int number) throws IOException, InterruptedException {
        var pair = pair(master, slave, 0);
        Eventually.holds(() -> {
            var why = new ArrayList<String>();
            var drawn = pair.exchange(number, KEY_BITS, why);
            drawn.ifPresent(keys::addAll);
            return drawn.isPresent() ? Optional.empty() : Optional.of(String.join("; ", why));
        });
        return number + " keys";
    }

    private String allPairs() throws IOException, InterruptedException {
        var nodes = endpoints.nodes();
        var pairs = new ArrayList<List<Endpoints.Node>>();
        for (int i = 0; i < nodes.size(); i++) {
            for (int j = i + 1; j < nodes.size(); j++) {
                pairs.add(List.of(nodes.get(i), nodes.get(j)));
            }
        }
        var existing =
                network.services().stream().map(NetworkView.Service::name).collect(Collectors.toSet());
        for (var pair : pairs) {
            var name = serviceName(pair.get(0), pair.get(1));
            if (!existing.contains(name) && !existing.contains(serviceName(pair.get(1), pair.get(0)))) {
                network.putService(
                        name,
                        pair.get(0).saes().getFirst().id(),
                        pair.get(1).saes().getFirst().id());
            }
        }
        for (var pair : pairs) {
            exchange(pair.get(0).name(), pair.get(1).name(), 1);
            exchange(pair.get(1).name(), pair.get(0).name(), 1);
        }
        return pairs.size() + " pairs, both directions";
    }

    /** A service that an earlier run left may still be on a detour: it would stay there, for nothing is rebalanced. */
    private void forget(String service) throws IOException, InterruptedException {
        if (network.service(service).isPresent()) {
            network.deleteService(service);
            Eventually.holds(() -> network.service(service).map(known -> known + " is still there"));
        }
    }

    /** Over the border link to QUEVEDO, next to the pair that is there already; or back, where an earlier run did that. */
    private String repair() throws IOException, InterruptedException {
        var away = transmitterOfNorte()
                .filter(link -> link.destination().equals("QUEVEDO"))
                .isPresent();
        var receiver = away ? "CONCEPCION" : "QUEVEDO";
        network.putPairing("NORTE", 1, receiver, away ? 1 : 2);
        Eventually.holds(() -> {
            var made = transmitterOfNorte();
            return made.filter(link -> link.destination().equals(receiver) && link.isActive())
                            .isPresent()
                    ? Optional.empty()
                    : Optional.of(
                            "transmitter NORTE/1: " + made.map(Object::toString).orElse("no link"));
        });
        return "NORTE/1 meets " + receiver;
    }

    private Optional<NetworkView.Link> transmitterOfNorte() throws IOException {
        return network.links().stream()
                .filter(link -> link.isPhys() && link.source().equals("NORTE"))
                .filter(link -> link.sourceTp().equals("1"))
                .findFirst();
    }

    private String askFirst() throws IOException, InterruptedException {
        var pair = pair("QUINTIN", "CONCEPCION", 1);
        var first = pair.ask();
        if (first.status() != 503 && !first.isSuccess()) {
            throw new IOException("the first request was answered " + first.status() + " " + first.body());
        }
        Eventually.holds(() -> {
            var why = new ArrayList<String>();
            var drawn = pair.exchange(1, KEY_BITS, why);
            drawn.ifPresent(keys::addAll);
            return drawn.isPresent() ? Optional.empty() : Optional.of(String.join("; ", why));
        });
        return "first answer " + first.status() + ", then keys";
    }

    private String keysWithoutController() throws IOException, InterruptedException {
        decisionsBeforeStop = network.decisions();
        disruptions.stopController();
        return exchange("QUINTO", "DISTRITO", 2) + ", " + exchange("QUIRON", "CONCEPCION", 2);
    }

    private String controllerReturns() throws IOException, InterruptedException {
        disruptions.startController();
        discovered();
        linksActive();
        Eventually.holds(() -> {
            var missing = new TreeSet<>(decisionsBeforeStop);
            var now = network.decisions();
            now.forEach(missing::remove);
            var added = new TreeSet<>(now);
            decisionsBeforeStop.forEach(added::remove);
            return missing.isEmpty() && added.isEmpty()
                    ? Optional.empty()
                    : Optional.of("gone: " + missing + ", new: " + added);
        });
        return decisionsBeforeStop.size() + " links and services as before, " + exchange("QUINTO", "DISTRITO", 1);
    }

    private SaePair pair(String master, String slave, int sae) throws IOException {
        return new SaePair(endpoints, endpoints.node(master), sae(master, sae), endpoints.node(slave), sae(slave, sae));
    }

    private Endpoints.Sae sae(String node, int index) {
        return endpoints.node(node).saes().get(index);
    }

    private static String serviceName(Endpoints.Node a, Endpoints.Node b) {
        return (a.name() + "-" + b.name()).toLowerCase(java.util.Locale.ROOT);
    }
}
