package org.qkdn.controller.karaf;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.ListeningExecutorService;
import com.google.common.util.concurrent.MoreExecutors;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.opendaylight.mdsal.binding.api.DataBroker;
import org.opendaylight.mdsal.binding.api.RpcProviderService;
import org.opendaylight.mdsal.singleton.api.ClusterSingletonService;
import org.opendaylight.mdsal.singleton.api.ClusterSingletonServiceProvider;
import org.opendaylight.mdsal.singleton.api.ServiceGroupIdentifier;
import org.opendaylight.yangtools.concepts.Registration;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.qkdn.controller.core.engine.Event;
import org.qkdn.controller.core.engine.Step;
import org.qkdn.controller.plane.ControlPlane;
import org.qkdn.controller.plane.paths.PathRecord;
import org.qkdn.controller.recording.FieldRecorder;
import org.qkdn.controller.southbound.Mandate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The control plane as a cluster singleton: exactly one member has it and programs the network. */
@Component(service = Part.class, immediate = true)
public final class Plane implements Part, ClusterSingletonService {
    private static final Logger LOG = LoggerFactory.getLogger(Plane.class);
    private static final int STOPPING_SECONDS = 20;

    private final Bundle framework;
    private final Settings settings;
    private final DataBroker data;
    private final RpcProviderService rpcs;
    /** Start and stop take time, and must not overtake each other. */
    private final ListeningExecutorService thread = MoreExecutors.listeningDecorator(Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("plane-", 0).daemon().factory()));

    private final Succession succession = Succession.watch();
    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private final Registration registration;
    /** By OpenDaylight; another member may not have noticed yet. */
    private volatile boolean chosen;

    private volatile Condition condition = Condition.good("stands by");

    @Activate
    public Plane(
            BundleContext bundles,
            @Reference Settings settings,
            @Reference DataBroker data,
            @Reference RpcProviderService rpcs,
            @Reference ClusterSingletonServiceProvider singletons) {
        framework = bundles.getBundle(Constants.SYSTEM_BUNDLE_ID);
        this.settings = settings;
        this.data = data;
        this.rpcs = rpcs;
        registration = singletons.registerClusterSingletonService(this);
    }

    @Override
    public ServiceGroupIdentifier getIdentifier() {
        return new ServiceGroupIdentifier("qkdn-control-plane");
    }

    @Override
    public void instantiateServiceInstance() {
        chosen = true;
        thread.execute(this::start);
    }

    @Override
    public ListenableFuture<?> closeServiceInstance() {
        chosen = false;
        return thread.submit(this::stop);
    }

    private void start() {
        condition = Condition.bad("is about to program the network");
        try {
            // before the question: this process may stand still between it and the answer
            long asked = System.nanoTime();
            while (!succession.isOpen()) {
                if (!chosen) {
                    condition = Condition.good("stands by");
                    return;
                }
                Thread.sleep(Membership.BETWEEN_LOOKS.toMillis());
                asked = System.nanoTime();
            }
            var shards = Shard.all();
            boolean alone = !shards.isEmpty() && shards.stream().allMatch(Shard::alone);
            var mandate = alone ? Mandate.ALONE : tenure(asked);
            var paths = record(Files.createDirectories(settings.state()), alone);
            running.push(paths);
            var plane = new ControlPlane(data, rpcs, settings.devices(), mandate, paths, recorder());
            running.push(plane);
            var calls = settings.callHome();
            plane.receiveCalls(InetAddress.getByName(calls.host()), port(calls.sshPort()), port(calls.tlsPort()));
            condition = Condition.good("programs the network");
            LOG.info("this member programs the network from now on");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            condition = Condition.good("stands by");
        } catch (IOException | RuntimeException e) {
            stop();
            condition = Condition.bad("cannot program the network: " + e.getMessage());
            LOG.error("this member cannot program the network", e);
        }
    }

    private Mandate tenure(long asked) {
        var tenure = Tenure.begin(asked, () -> LastResort.startAgain(framework));
        running.push(tenure);
        return tenure;
    }

    /** Where there are others, one of them may have decided since this member did. */
    private static PathRecord record(Path folder, boolean alone) throws IOException {
        return alone
                ? PathRecord.open(folder, InstantSource.system())
                : PathRecord.beginAnew(folder, InstantSource.system());
    }

    private BiConsumer<List<Event>, Step> recorder() throws IOException {
        if (settings.recording().isEmpty()) {
            return (events, step) -> {};
        }
        var recorder = FieldRecorder.open(settings.recording().orElseThrow(), Instant.now());
        running.push(recorder);
        return recorder::heard;
    }

    private static OptionalInt port(int number) {
        return number == 0 ? OptionalInt.empty() : OptionalInt.of(number);
    }

    private void stop() {
        if (running.isEmpty()) {
            return;
        }
        while (!running.isEmpty()) {
            try {
                running.pop().close();
            } catch (Exception e) {
                LOG.warn("a part of the control plane did not stop cleanly", e);
            }
        }
        condition = Condition.good("stands by");
        LOG.info("this member no longer programs the network");
    }

    @Deactivate
    public void close() {
        chosen = false;
        registration.close();
        succession.close();
        var unused = thread.submit(this::stop);
        MoreExecutors.shutdownAndAwaitTermination(thread, STOPPING_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public String name() {
        return "plane";
    }

    @Override
    public Condition condition() {
        return condition;
    }
}
