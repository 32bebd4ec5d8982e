package org.qkdn.controller.southbound;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.qkdn.controller.core.engine.Command;
import org.qkdn.controller.core.engine.Event;
import org.qkdn.controller.core.exposure.KeyNames;
import org.qkdn.controller.core.exposure.UsedPath;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.OpticalPlant;
import org.qkdn.controller.southbound.etsi.RelayedKeysCall;
import org.qkdn.netconf.client.NetconfClients;
import org.qkdn.netconf.client.SessionListener;
import org.qkdn.netconf.client.Timing;
import org.qkdn.restconf.client.RestconfTarget;
import org.w3c.dom.Element;

/**
 * The controller's limbs: a session with each registered agent and switch. The sink is called in order per device, for
 * different devices at the same time.
 */
public final class Southbound implements KeyNames, AutoCloseable {
    private static final int NETWORK_THREADS = 2;

    private final Credentials credentials;
    private final Mandate mandate;
    private final Pace pace;
    private final RandomGenerator random;
    private final Consumer<Event> sink;
    private final Timing timing;
    private final NetconfClients clients;
    private final KnownPorts ports = new KnownPorts();

    private final ReentrantLock registering = new ReentrantLock();
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<ManagedDevice, NodeSession> nodes = new HashMap<>();
    private final Map<ManagedDevice, SwitchSession> switches = new HashMap<>();

    public Southbound(
            Credentials credentials,
            Mandate mandate,
            Timing timing,
            Pace pace,
            RandomGenerator random,
            Consumer<Event> sink) {
        this.credentials = credentials;
        this.mandate = mandate;
        this.pace = pace;
        this.random = random;
        this.sink = sink;
        this.timing = timing;
        this.clients = new NetconfClients(timing, NETWORK_THREADS);
    }

    /** With nobody registered yet. */
    public static Southbound start(
            Credentials credentials, Mandate mandate, RandomGenerator random, Consumer<Event> sink) {
        return new Southbound(credentials, mandate, Timing.DEFAULT, Pace.DEFAULT, random, sink);
    }

    /**
     * Takes calls of devices from now on (RFC 8071).
     *
     * @throws IOException naming the port at fault
     */
    public void receiveCalls(InetAddress host, OptionalInt sshPort, OptionalInt tlsPort) throws IOException {
        final var ignored = clients.receive(host, sshPort, tlsPort, credentials.certificate());
    }

    /** Opens sessions with new devices, ends those with devices that are gone, reopens those that changed. */
    public void register(Registry registry) {
        registering.lock();
        try {
            // not under the other lock: a session that ends may just be passing on an event that leads to a command
            end(registry).forEach(DeviceSession::close);
            begin(registry);
        } finally {
            registering.unlock();
        }
    }

    /** Which switch ports lead somewhere: no others are touched, but for modules' own that nodes report. */
    public void plant(OpticalPlant plant) {
        ports.plant(plant);
    }

    /**
     * Returns at once; how it went comes as events. A command to a device without a session is dropped: what it should
     * hold is decided when it reports again.
     */
    public void execute(Command command) {
        lock.lock();
        try {
            switch (command) {
                case Command.ProgramNode program -> {
                    named(nodes, program.node().value()).ifPresent(session -> session.apply(program.desired()));
                }
                case Command.ProgramSwitch program -> {
                    named(switches, program.name()).ifPresent(session -> session.apply(program.crossConnects()));
                }
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public CompletableFuture<Names> relayed(NodeName end, UsedPath path, Instant from, Instant until, int limit) {
        return session(end)
                .map(session -> session.ask(new RelayedKeysCall(path, from, until, limit))
                        .thenApply(Southbound::names)
                        .exceptionallyCompose(failure -> CompletableFuture.failedFuture(reason(failure))))
                .orElseGet(() -> CompletableFuture.failedFuture(new IOException("it is not registered any more")));
    }

    private Optional<NodeSession> session(NodeName node) {
        lock.lock();
        try {
            return named(nodes, node.value());
        } finally {
            lock.unlock();
        }
    }

    private static Names names(Element reply) {
        try {
            return RelayedKeysCall.read(reply);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static IOException reason(Throwable failure) {
        final var cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return new IOException(
                cause instanceof TimeoutException ? "it does not answer" : "its agent refuses: " + cause.getMessage(),
                cause);
    }

    /** Ends all sessions. What devices hold stays: keys go on flowing. */
    @Override
    public void close() {
        register(Registry.EMPTY);
        clients.close();
    }

    private NodeSession openNode(ManagedDevice device) {
        final var session = new NodeSession(
                device, listener -> open(device, listener), pace, new SplittableRandom(random.nextLong()), this::pass);
        session.start();
        return session;
    }

    private SwitchSession openSwitch(ManagedDevice device) {
        final var session = new SwitchSession(
                device.name(),
                listener -> new SwitchOpening(device, clients, timing, credentials).open(listener),
                () -> ports.of(device.name()),
                mandate,
                pace,
                new SplittableRandom(random.nextLong()),
                this::pass);
        session.start();
        return session;
    }

    private void pass(Event event) {
        if (event instanceof Event.NodeReported reported) {
            ports.reported(reported.report());
        }
        sink.accept(event);
    }

    private AgentConnection open(ManagedDevice device, SessionListener listener) throws IOException {
        final var reach = new DeviceReach(device, credentials);
        return device.protocol() == ManagedDevice.Protocol.RESTCONF
                ? RestconfConnection.open(
                        device.name(),
                        new RestconfTarget(
                                device.host(), device.port(), reach.certificate(), device.hostKeyFingerprint()),
                        timing,
                        mandate,
                        listener)
                : NetconfConnection.open(device.name(), clients, reach.netconf(), mandate, listener);
    }

    private static <S> Optional<S> named(Map<ManagedDevice, S> sessions, String name) {
        return sessions.entrySet().stream()
                .filter(entry -> entry.getKey().name().equals(name))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private List<DeviceSession<?>> end(Registry registry) {
        lock.lock();
        try {
            final var ended = new ArrayList<DeviceSession<?>>(without(nodes, registry.nodes()));
            ended.addAll(without(switches, registry.switches()));
            return ended;
        } finally {
            lock.unlock();
        }
    }

    private void begin(Registry registry) {
        lock.lock();
        try {
            registry.nodes().values().forEach(device -> nodes.computeIfAbsent(device, this::openNode));
            registry.switches().values().forEach(device -> switches.computeIfAbsent(device, this::openSwitch));
        } finally {
            lock.unlock();
        }
    }

    /** Takes out those whose registration is gone or changed. */
    private static <S> List<S> without(Map<ManagedDevice, S> sessions, SortedMap<String, ManagedDevice> registered) {
        final var gone = sessions.keySet().stream()
                .filter(device -> !device.equals(registered.get(device.name())))
                .toList();
        return gone.stream().map(sessions::remove).toList();
    }
}
