package org.qkdn.controller.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.qkdn.controller.northbound.tls.TlsFiles;

/** A process of the Karaf distribution, unpacked and configured as an operator would, through the files it comes with. */
final class KarafUnderTest implements TestedController {
    private static final long PATIENCE_SECONDS = 180;

    private final Path home;
    private final List<Integer> ports;
    private Process process;

    private KarafUnderTest(Path home, List<Integer> ports) {
        this.home = home;
        this.ports = ports;
    }

    static KarafUnderTest start(Path distribution, TestAuthority authority, Path folder) throws Exception {
        var home = Files.createDirectories(folder.resolve("karaf"));
        try (var archives = Files.newDirectoryStream(distribution, "qkdn-karaf-*.tar.gz")) {
            var archive = archives.iterator().next();
            var unpacking = new ProcessBuilder(
                            "tar", "-xzf", archive.toString(), "--strip-components=1", "-C", home.toString())
                    .inheritIO()
                    .start();
            assertEquals(0, unpacking.waitFor(), "tar -xzf " + archive);
        }
        var karaf = new KarafUnderTest(home, freePorts(4));
        karaf.configure(authority.issue("controller"), folder);
        karaf.begin();
        return karaf;
    }

    private static List<Integer> freePorts(int count) throws IOException {
        var held = new ArrayList<ServerSocket>();
        try {
            for (int i = 0; i < count; i++) {
                held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return held.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (var socket : held) {
                socket.close();
            }
        }
    }

    private void configure(TlsFiles tls, Path folder) throws IOException {
        set(
                "etc/org.qkdn.controller.cfg",
                Map.of(
                        "tls.certificate", tls.certificate().toString(),
                        "tls.key", tls.key().toString(),
                        "tls.ca", tls.ca().toString(),
                        "restconf.port", Integer.toString(restconfPort()),
                        "operators", "operator operator, viewer viewer",
                        "netconf.port", Integer.toString(netconfPort()),
                        "netconf.host-key", folder.resolve("host").toString(),
                        "netconf.users",
                                "nms operator " + TestedController.nms(folder).publicKey()));
        set("etc/org.qkdn.health.cfg", Map.of("port", ports.get(2).toString()));
        set(
                "configuration/initial/pekko.conf",
                Map.of(
                        "canonical.port",
                        ports.get(3).toString(),
                        "seed-nodes",
                        "[\"pekko://opendaylight-cluster-data@127.0.0.1:" + ports.get(3) + "\"]"));
    }

    private void set(String file, Map<String, String> entries) throws IOException {
        var text = Files.readString(home.resolve(file));
        for (var entry : entries.entrySet()) {
            var line = Pattern.compile("(?m)^(\\s*)" + Pattern.quote(entry.getKey()) + " *=.*$")
                    .matcher(text);
            if (!line.find()) {
                throw new IOException(file + " has no entry " + entry.getKey());
            }
            text = line.replaceFirst("$1" + Matcher.quoteReplacement(entry.getKey() + " = " + entry.getValue()));
        }
        Files.writeString(home.resolve(file), text);
    }

    private void begin() throws IOException, InterruptedException {
        var log = Files.createDirectories(home.resolve("data/log")).resolve("console.log");
        var starting = new ProcessBuilder(home.resolve("bin/karaf").toString(), "daemon")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        starting.environment().put("JAVA_HOME", System.getProperty("java.home"));
        process = starting.start();
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        var seen = "nothing";
        try (var http = HttpClient.newHttpClient()) {
            var health = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ports.get(2) + "/health"))
                    .build();
            while (System.nanoTime() < deadline && process.isAlive()) {
                try {
                    var answer = http.send(health, BodyHandlers.ofString());
                    if (answer.statusCode() == 200) {
                        return;
                    }
                    seen = answer.body();
                } catch (IOException e) {
                    // it does not listen yet
                }
                Thread.sleep(100);
            }
        }
        throw new IOException(
                "not well after " + PATIENCE_SECONDS + " s, or ended: " + seen + "; see " + home + "/data/log");
    }

    @Override
    public int restconfPort() {
        return ports.get(0);
    }

    @Override
    public int netconfPort() {
        return ports.get(1);
    }

    @Override
    public void restart() throws IOException, InterruptedException {
        close();
        begin();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
