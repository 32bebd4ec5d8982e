package org.qkdn.controller.plane;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.opendaylight.mdsal.binding.api.DataBroker;
import org.opendaylight.mdsal.binding.api.RpcProviderService;
import org.qkdn.controller.core.engine.Event;
import org.qkdn.controller.core.engine.Step;
import org.qkdn.controller.mdsal.ControlLoop;
import org.qkdn.controller.mdsal.DeviceAccess;
import org.qkdn.controller.mdsal.Exposure;
import org.qkdn.controller.mdsal.OperatorConfiguration;
import org.qkdn.controller.mdsal.PairingQuestions;
import org.qkdn.controller.mdsal.PathWatch;
import org.qkdn.controller.mdsal.Planning;
import org.qkdn.controller.mdsal.Rehearsal;
import org.qkdn.controller.southbound.Credentials;
import org.qkdn.controller.southbound.ManagedDevice;
import org.qkdn.controller.southbound.Mandate;
import org.qkdn.controller.southbound.Registry;
import org.qkdn.controller.southbound.Southbound;

/** The heart and its limbs: what operators write goes to the engine, what it decides to agents and switches. */
public final class ControlPlane implements AutoCloseable {
    /** Longer than an agent's session takes to open, back-off included. */
    private static final Duration DISCOVERY = Duration.ofSeconds(20);

    private final Southbound southbound;
    private final ControlLoop loop;
    private final OperatorConfiguration configuration;
    private final Planning planning;
    private final Exposure exposure;
    private final PairingQuestions pairingQuestions;
    private final Rehearsal rehearsal;
    /** What is still told while we stop no longer matters. */
    private final ExecutorService registrar = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().name("registrar").daemon().factory(),
            new ThreadPoolExecutor.DiscardPolicy());

    private List<DeviceAccess> nodes = List.of();
    private List<DeviceAccess> switches = List.of();

    /**
     * Starts it.
     *
     * @param credentials has the private SSH keys that the inventory refers to by name
     * @param mandate whether devices may be changed
     * @param paths is shown which paths are decided on
     * @param recorder is shown what the engine hears and decides
     */
    public ControlPlane(
            DataBroker broker,
            RpcProviderService rpcs,
            Credentials credentials,
            Mandate mandate,
            PathWatch paths,
            BiConsumer<List<Event>, Step> recorder) {
        loop = new ControlLoop(broker, InstantSource.system(), paths::decided);
        loop.record(recorder);
        southbound = Southbound.start(credentials, mandate, new SplittableRandom(), loop::accept);
        loop.start(southbound::execute, DISCOVERY);
        configuration = new OperatorConfiguration(broker, this::heard, this::nodes, this::switches);
        planning = new Planning(rpcs, loop::state);
        pairingQuestions = new PairingQuestions(rpcs, loop::state);
        rehearsal = Rehearsal.start(loop::state);
        exposure = new Exposure(rpcs, loop::state, paths, southbound, InstantSource.system());
    }

    /**
     * Lets devices call (RFC 8071).
     *
     * @throws IOException if a port is taken; the message says which
     */
    public void receiveCalls(InetAddress host, OptionalInt sshPort, OptionalInt tlsPort) throws IOException {
        southbound.receiveCalls(host, sshPort, tlsPort);
    }

    @Override
    public void close() {
        planning.close();
        pairingQuestions.close();
        rehearsal.close();
        exposure.close();
        configuration.close();
        registrar.shutdownNow();
        // first, lest the sessions we end look like nodes that were lost
        loop.close();
        southbound.close();
    }

    private void heard(Event event) {
        if (event instanceof Event.OpticalPlantChanged changed) {
            southbound.plant(changed.plant());
        }
        loop.accept(event);
    }

    private void nodes(List<DeviceAccess> devices) {
        registrar.execute(() -> {
            nodes = devices;
            register();
        });
    }

    private void switches(List<DeviceAccess> devices) {
        registrar.execute(() -> {
            switches = devices;
            register();
        });
    }

    /** Ending a session may take a while: not on the thread that tells of changes. */
    private void register() {
        southbound.register(Registry.of(
                nodes.stream().map(ControlPlane::managed).toList(),
                switches.stream().map(ControlPlane::managed).toList()));
    }

    private static ManagedDevice managed(DeviceAccess access) {
        return new ManagedDevice(
                access.name(),
                access.host(),
                access.port(),
                access.user(),
                access.credentials(),
                access.hostKey(),
                ManagedDevice.Protocol.named(access.protocol()),
                access.readInterval(),
                access.assumedRate());
    }
}
