package org.qkdn.emulator.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.qkdn.emulator.network.Identities;
import org.qkdn.emulator.network.MemberPorts;
import org.qkdn.emulator.network.PortPlan;
import org.qkdn.emulator.pki.Pki;
import org.qkdn.emulator.run.ChildProcess;
import org.qkdn.emulator.run.ControllerProgram;

/** One controller of the distribution in a folder of its own: alone, or as a member of a cluster. */
public final class Member implements ControllerProgram {
    private static final String LOOPBACK = "127.0.0.1";
    /** Of the JVM; three members and a network run on one machine. */
    private static final String HEAP = "512m";

    /** Karaf's exit code. */
    private static final OptionalInt WANTS_TO_START_AGAIN = OptionalInt.of(10);

    private final int number;
    private final MemberPorts ports;
    private Path folder;
    private ChildProcess process;

    private Member(int number, Path folder, MemberPorts ports) {
        this.number = number;
        this.ports = ports;
        moveTo(folder);
    }

    private void moveTo(Path home) {
        folder = home;
        var command = new ProcessBuilder(folder.resolve("bin/karaf").toString(), "daemon").directory(folder.toFile());
        command.environment().put("JAVA_HOME", System.getProperty("java.home"));
        command.environment().put("KARAF_MAX_MEM", HEAP);
        process = ChildProcess.of("member " + number, command, folder.resolve("data/log/console.log"));
    }

    /** Unpacks and configures it; starts nothing yet. */
    public static Member layOut(Distribution distribution, Path folder, int number, int members, PortPlan plan, Pki pki)
            throws IOException, InterruptedException {
        distribution.unpack(folder);
        var member = new Member(number, folder, plan.member(number));
        member.configure(pki);
        member.join(members, plan, pki);
        return member;
    }

    /**
     * Stops it, and puts another release beside: what was configured and what it keeps go along, the old folder stays for a
     * return. Starts nothing yet.
     */
    void upgrade(Distribution distribution, String version) throws IOException, InterruptedException {
        stop();
        var before = folder;
        var next = before.resolveSibling(name() + "-" + version);
        distribution.unpack(next);
        new Release(next).version(version);
        new Release(next).inherit(before);
        moveTo(next);
    }

    private void configure(Pki pki) throws IOException {
        var tls = pki.tls(Identities.CONTROLLER);
        var controller = new Settings(folder.resolve("etc/org.qkdn.controller.cfg"));
        controller.set("tls.certificate", tls.certificate());
        controller.set("tls.key", tls.key());
        controller.set("tls.ca", tls.ca());
        controller.set("restconf.port", ports.restconf());
        controller.set("operators", Identities.OPERATOR + " operator");
        controller.set("netconf.port", ports.netconf());
        controller.set("netconf.host-key", pki.sshKey(Identities.CONTROLLER_HOST));
        controller.set("netconf.users", Identities.OPERATOR + " operator " + pki.sshPublicKey(Identities.OPERATOR));
        controller.set("ssh.credentials", Identities.CONTROLLER + " " + pki.sshKey(Identities.CONTROLLER));
        new Settings(folder.resolve("etc/org.qkdn.health.cfg")).set("port", ports.health());
    }

    private void join(int members, PortPlan plan, Pki pki) throws IOException {
        var tls = pki.rsaTls(Identities.MEMBER);
        var cluster = new Settings(folder.resolve("configuration/initial/pekko.conf"));
        cluster.set("canonical.port", ports.cluster());
        if (members > 1) {
            cluster.set("bind.port", ports.behind());
            cluster.set("advanced.tcp.outbound-client-hostname", quoted(Wires.addressOf(number)));
        }
        cluster.set("cert-file", quoted(tls.certificate()));
        cluster.set("key-file", quoted(tls.key()));
        cluster.set("ca-cert-file", quoted(tls.ca()));
        cluster.set(
                "seed-nodes",
                list(
                        members,
                        each -> "pekko://opendaylight-cluster-data@" + LOOPBACK + ":"
                                + plan.member(each).cluster()));
        cluster.set("roles", "[" + quoted(name()) + "]");
        new Settings(folder.resolve("configuration/initial/module-shards.conf"))
                .set("replicas", list(members, each -> "member-" + each));
    }

    private static String list(int members, java.util.function.IntFunction<String> each) {
        return IntStream.rangeClosed(1, members)
                .mapToObj(number -> quoted(each.apply(number)))
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private static String quoted(Object value) {
        return "\"" + value + "\"";
    }

    /** Whether a cluster of which no member runs waits for this one: only the first of the seed nodes begins one. */
    boolean beginsTheCluster() {
        return number == 1;
    }

    /** Lays the wire by which the others reach it. */
    void lay(Wires wires) throws IOException {
        wires.lay(number, ports.cluster(), ports.behind());
    }

    int number() {
        return number;
    }

    /** As the cluster knows it. */
    public String name() {
        return "member-" + number;
    }

    public MemberPorts ports() {
        return ports;
    }

    Path folder() {
        return folder;
    }

    /** Runs {@code bin/NAME}, as an operator; its exit code. */
    int script(String name) throws IOException, InterruptedException {
        var command = new ProcessBuilder(folder.resolve("bin").resolve(name).toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        command.environment().put("JAVA_HOME", System.getProperty("java.home"));
        command.environment().put("KARAF_MAX_MEM", HEAP);
        return command.start().waitFor();
    }

    /** How many lines of its log have this text, since it was laid out. */
    long logged(String text) throws IOException {
        var log = folder.resolve("data/log/karaf.log");
        if (!Files.exists(log)) {
            return 0;
        }
        try (var lines = Files.lines(log)) {
            return lines.filter(line -> line.contains(text)).count();
        }
    }

    /** Of its process, as the system counts it. */
    long residentMegabytes() throws IOException {
        for (var line : Files.readAllLines(Path.of("/proc", Long.toString(pid()), "status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024;
            }
        }
        throw new IOException("no VmRSS of process " + pid());
    }

    @Override
    public void start() throws IOException {
        Files.createDirectories(folder.resolve("data/log"));
        process.start();
    }

    /** SIGTERM, as a machine that is shut down would. */
    @Override
    public void stop() throws InterruptedException {
        process.stop();
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.kill();
    }

    /** SIGSTOP: it is as if cut off, keeps its connections, and does not know how much time passes. */
    void freeze() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** SIGCONT. */
    void thaw() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        if (new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor() != 0) {
            throw new IOException("no SIG" + name + " for " + name() + ", process " + pid());
        }
    }

    /**
     * Starts it again where it has ended in order to: a member that was cut off from the majority does that, and leaves it
     * to whoever runs it, systemd for instance.
     */
    boolean startIfItWants() throws IOException {
        if (process.exitCode().equals(WANTS_TO_START_AGAIN)) {
            start();
            return true;
        }
        return false;
    }

    @Override
    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public String epitaph() {
        return process.epitaph() + "; " + folder.resolve("data/log/karaf.log") + " tells more";
    }
}
