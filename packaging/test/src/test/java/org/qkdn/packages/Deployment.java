package org.qkdn.packages;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.qkdn.emulator.check.Eventually;
import org.qkdn.emulator.module.ModulePark;
import org.qkdn.emulator.plant.LivePlant;
import org.qkdn.emulator.topology.ModuleRef;
import org.qkdn.emulator.topology.TopologyFile;
import org.qkdn.node.tls.TlsFiles;
import org.qkdn.packages.Ports.Site;

/**
 * A controller and two nodes, set up as docs/operations.md says: each unpacked from its package into a folder of its own,
 * with certificates that openssl made, each program a process. The QKD modules are emulated here.
 */
final class Deployment implements AutoCloseable {
    private static final List<String> PROGRAMS = List.of("lkms", "forwarding", "agent");

    private static final Path KEPT_LOGS = Path.of("target", "logs");

    private final Path folder;
    private final Page page;
    private final Ports ports = Ports.free();
    private final List<Daemon> daemons = new ArrayList<>();
    private final Map<Site, Machine> nodes = new EnumMap<>(Site.class);
    private final Machine controller;
    private final ModulePark modules;

    /**
     * Makes the certificates, unpacks and configures; starts the modules, and no program yet.
     *
     * @param more SAEs of each node, beside those of the page
     * @param javaOptions beside those of the packages
     */
    Deployment(Path folder, int more, String javaOptions) throws Exception {
        this.folder = folder;
        page = Page.read("operations.md");
        Machine.makePrivate(folder.resolve("pki"));
        follow("Certificates", Set.of("run"));
        var topology = TopologyFile.load(Path.of(Objects.requireNonNull(Deployment.class.getResource("/two-nodes.yaml"))
                .toURI()));
        var ids = new EnumMap<Site, String>(Site.class);
        topology.sites()
                .forEach(site -> ids.put(Site.valueOf(site.name()), site.id().toString()));
        var editor = new Editor(ports, ids, more);

        controller = Machine.unpack(folder.resolve("controller"), Packages.CONTROLLER);
        controller.receive(folder.resolve("pki/CONTROLLER"));
        controller.configure("controller", editor.controller());
        for (var site : Site.ALL) {
            var node = Machine.unpack(folder.resolve(site.name()), Packages.NODE);
            node.receive(folder.resolve("pki").resolve(site.name()));
            node.configure("agent", editor.agent(site));
            node.configure("lkms", editor.lkms(site));
            node.configure("forwarding", editor.forwarding(site));
            nodes.put(site, node);
            PROGRAMS.forEach(program -> daemons.add(node.daemon(program, javaOptions)));
        }
        daemons.add(controller.daemon("controller", javaOptions));
        modules = new ModulePark(
                topology, new LivePlant(), BigDecimal.ONE, ref -> ports.module(Site.valueOf(ref.site())), this::tls);
        for (var site : Site.ALL) {
            modules.start(site.name());
        }
    }

    private TlsFiles tls(ModuleRef module) {
        return tls(module.commonName());
    }

    /** Of everybody who is no program. */
    TlsFiles tls(String commonName) {
        var pki = folder.resolve("pki");
        return new TlsFiles(pki.resolve(commonName + ".pem"), pki.resolve(commonName + ".key"), pki.resolve("ca.pem"));
    }

    /** Every program, in the order in which they were started. */
    List<Daemon> daemons() {
        return daemons;
    }

    Daemon daemon(String name) {
        return daemons.stream()
                .filter(daemon -> daemon.toString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    Machine node(Site site) {
        return nodes.get(site);
    }

    Machine controller() {
        return controller;
    }

    Ports ports() {
        return ports;
    }

    /** Runs the page's blocks until each does what the page says: a network takes a moment to follow an order. */
    void follow(String section, Set<String> kinds) throws IOException, InterruptedException {
        for (var block : page.blocks(section, kinds)) {
            Eventually.holds(() -> {
                daemons.stream().filter(Daemon::hasDied).findFirst().ifPresent(dead -> {
                    throw new AssertionError(dead + " has ended: " + dead.log());
                });
                var ended = Shell.bash(folder.resolve("pki"), environment(), block.script());
                var missing = block.missing(ended.text());
                return ended.exitCode() == 0 && missing.isEmpty()
                        ? Optional.empty()
                        : Optional.of(missing + " in the output of\n" + block.script() + "\n" + ended);
            });
        }
    }

    /** Runs a script after the page's setup blocks. */
    Shell bash(String script) throws IOException {
        return Shell.bash(folder.resolve("pki"), environment(), page.setup() + script);
    }

    private Map<String, String> environment() {
        return Map.of(
                "CONTROLLER", "localhost",
                "ALPHA", "localhost",
                "BETA", "localhost",
                "RESTCONF", "https://localhost:" + ports.restconf() + "/restconf",
                "ALPHA_AGENT", Integer.toString(ports.agent(Site.ALPHA)),
                "BETA_AGENT", Integer.toString(ports.agent(Site.BETA)),
                "ALPHA_KEYS", keys(Site.ALPHA),
                "BETA_KEYS", keys(Site.BETA),
                "STATE", folder.resolve("controller/var/lib/qkdn").toString());
    }

    String keys(Site site) {
        return "https://localhost:" + ports.keyDelivery(site) + "/api/v1/keys";
    }

    @Override
    public void close() throws IOException {
        daemons.forEach(Daemon::close);
        modules.close();
        Files.createDirectories(KEPT_LOGS);
        for (var daemon : daemons) {
            Files.writeString(KEPT_LOGS.resolve(daemon + ".log"), daemon.log());
        }
    }
}
