package org.qkdn.emulator.network;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.qkdn.emulator.pki.Pki;
import org.qkdn.emulator.plant.SourceLight;
import org.qkdn.emulator.topology.KeyDeliveryForm;
import org.qkdn.emulator.topology.ModulePlacement;
import org.qkdn.emulator.topology.Site;
import org.qkdn.emulator.topology.Topology;
import org.qkdn.node.tls.TlsFiles;

/** Writes the configuration files with which the processes of a node start, here or as processes of their own. */
final class NodeFiles {
    private static final String LOOPBACK = "127.0.0.1";
    private static final String SKIP_KEY = "skip.psk";
    private static final YAMLMapper YAML = new YAMLMapper();

    private final Topology topology;
    private final StateDirectory state;
    private final PortPlan ports;
    private final Pki pki;

    NodeFiles(Topology topology, StateDirectory state, PortPlan ports, Pki pki) {
        this.topology = topology;
        this.state = state;
        this.ports = ports;
        this.pki = pki;
    }

    void write(Site site) throws IOException {
        StateDirectory.makeDirectory(state.node(site.name()));
        write(state.agentFile(site.name()), agent(site));
        write(state.lkmsFile(site.name()), lkms(site));
        if (!site.saes().isEmpty()) {
            PresharedKeyFile.makeIfMissing(state.node(site.name()).resolve(SKIP_KEY));
        }
        write(state.forwardingFile(site.name()), forwarding(site));
    }

    private Map<String, Object> agent(Site site) {
        var name = site.name();
        var file = new LinkedHashMap<String, Object>();
        file.put("node", mapping("name", name, "id", site.id().toString(), "location", name));
        var netconf = endpoint(ports.agent(name));
        netconf.put("hostKey", relative(name, pki.sshKey(Identities.agentHost(name))));
        file.put("netconf", netconf);
        file.put("users", List.of(user(name, Identities.CONTROLLER), user(name, Identities.OPERATOR)));
        file.put("tls", tls(name, "agent-" + name));
        file.put("stateDirectory", "agent");
        file.put("lkms", endpoint(ports.lkms(name)));
        file.put("forwarding", endpoint(ports.forwarding(name)));
        file.put(
                "modules",
                topology.modulesAt(name).stream()
                        .map(module -> mapping(
                                "interfaceId", module.ref().interfaceId(),
                                "host", LOOPBACK,
                                "port", ports.module(module.ref()).grpc()))
                        .toList());
        file.put("saes", site.saes());
        file.put("restconf", endpoint(ports.agentRestconf(name)));
        return file;
    }

    private Map<String, Object> lkms(Site site) {
        var name = site.name();
        var file = new LinkedHashMap<String, Object>();
        file.put("node", mapping("name", name, "id", site.id().toString()));
        file.put("kmeId", NetworkDocuments.kmeId(name));
        file.put("etsi014", endpoint(ports.keyDelivery(name)));
        file.put("grpc", endpoint(ports.lkms(name)));
        file.put("forwarding", endpoint(ports.forwarding(name)));
        file.put("tls", tls(name, "lkms-" + name));
        file.put("stateDirectory", "lkms");
        file.put(
                "modules",
                topology.modulesAt(name).stream().map(this::keySource).toList());
        if (topology.modulesAt(name).stream().anyMatch(module -> module.type().delivery() == KeyDeliveryForm.PUSH)) {
            file.put("push", endpoint(ports.push(name)));
        }
        file.put("saes", site.saes());
        if (!site.saes().isEmpty()) {
            file.put("etsi004", endpoint(ports.keyStreams(name)));
            file.put("skip", skip(site));
        }
        file.put("metrics", metrics(ports.lkmsMetrics(name)));
        file.put("peering", endpoint(ports.peering(name)));
        file.put(
                "peers",
                others(site).stream()
                        .map(other -> mapping(
                                "id",
                                other.id().toString(),
                                "name",
                                other.name(),
                                "peering",
                                endpoint(ports.peering(other.name()))))
                        .toList());
        return file;
    }

    /** A key provider for the first SAE of each site. */
    private Map<String, Object> skip(Site site) {
        var name = site.name();
        var systems = others(site).stream()
                .filter(other -> !other.saes().isEmpty())
                .map(other ->
                        mapping("id", "KP_" + other.name(), "sae", other.saes().getFirst()))
                .toList();
        var client = mapping("identity", "encryptor-" + name, "sae", site.saes().getFirst(), "keyFile", SKIP_KEY);
        return mapping(
                "localSystemId",
                "KP_" + name,
                "remoteSystems",
                systems,
                "certificates",
                endpoint(ports.skip(name)),
                "psk",
                endpoint(ports.skipPsk(name)),
                "clients",
                List.of(client));
    }

    private Map<String, Object> keySource(ModulePlacement module) {
        var source = mapping(
                "interfaceId",
                module.ref().interfaceId(),
                "commonName",
                module.ref().commonName());
        if (isLitByASource(module)) {
            source.put("slow", true);
        }
        switch (module.type().delivery()) {
            case ETSI014 ->
                source.put(
                        "url",
                        "https://" + LOOPBACK + ":" + ports.module(module.ref()).keys());
            case PUSH -> source.put("kind", "push");
        }
        return source;
    }

    /** What such a module makes does not bear that any of it is spent on anything but keys. */
    private boolean isLitByASource(ModulePlacement module) {
        return new SourceLight(topology).source(module, module).isPresent();
    }

    private Map<String, Object> forwarding(Site site) {
        var name = site.name();
        var file = new LinkedHashMap<String, Object>();
        file.put("node", mapping("name", name, "id", site.id().toString()));
        file.put("relay", endpoint(ports.relay(name)));
        file.put("grpc", endpoint(ports.forwarding(name)));
        file.put("lkms", endpoint(ports.lkms(name)));
        file.put("tls", tls(name, "fm-" + name));
        file.put("stateDirectory", "forwarding");
        file.put("metrics", metrics(ports.forwardingMetrics(name)));
        file.put(
                "neighbours",
                others(site).stream()
                        .map(other -> {
                            var neighbour = mapping("id", other.id().toString(), "name", other.name());
                            neighbour.putAll(endpoint(ports.relay(other.name())));
                            return neighbour;
                        })
                        .toList());
        return file;
    }

    private List<Site> others(Site site) {
        return topology.sites().stream().filter(other -> !other.equals(site)).toList();
    }

    private Map<String, Object> tls(String site, String commonName) {
        TlsFiles files = pki.tls(commonName);
        return mapping(
                "certificate", relative(site, files.certificate()),
                "key", relative(site, files.key()),
                "ca", relative(site, files.ca()));
    }

    private Map<String, Object> user(String site, String user) {
        return mapping("name", user, "publicKey", relative(site, pki.sshPublicKey(user)));
    }

    private String relative(String site, Path file) {
        return state.node(site).relativize(file).toString();
    }

    private static Map<String, Object> endpoint(int port) {
        return mapping("host", LOOPBACK, "port", port);
    }

    private static Map<String, Object> metrics(int port) {
        var file = endpoint(port);
        file.put("readers", List.of(Identities.OPERATOR));
        return file;
    }

    private static Map<String, Object> mapping(Object... keysAndValues) {
        var map = new LinkedHashMap<String, Object>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }

    private static void write(Path file, Map<String, Object> content) throws IOException {
        Files.writeString(file, YAML.writeValueAsString(content));
    }
}
