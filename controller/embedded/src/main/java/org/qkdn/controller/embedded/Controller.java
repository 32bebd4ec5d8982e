package org.qkdn.controller.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import org.opendaylight.netconf.yanglib.writer.YangLibraryWriterSingleton;
import org.qkdn.controller.core.engine.Event;
import org.qkdn.controller.core.engine.Step;
import org.qkdn.controller.embedded.configuration.ControllerConfiguration;
import org.qkdn.controller.northbound.NmsEndpoint;
import org.qkdn.controller.northbound.restconf.RestconfEndpoint;
import org.qkdn.controller.plane.ControlPlane;
import org.qkdn.controller.plane.paths.PathRecord;
import org.qkdn.controller.recording.FieldRecorder;
import org.qkdn.controller.southbound.Mandate;

/** A whole controller in one object: the composition root. */
public final class Controller implements AutoCloseable {
    private final EmbeddedBroker broker;
    private final RestconfEndpoint restconf;
    private final NmsEndpoint nms;
    private final Deque<AutoCloseable> parts;

    private Controller(EmbeddedBroker broker, RestconfEndpoint restconf, NmsEndpoint nms, Deque<AutoCloseable> parts) {
        this.broker = broker;
        this.restconf = restconf;
        this.nms = nms;
        this.parts = parts;
    }

    public static Controller start(ControllerConfiguration configuration) throws IOException {
        return start(configuration, Models.fromClassPath());
    }

    /**
     * Starts everything; returns when it can be reached.
     *
     * @throws org.qkdn.controller.plane.journal.CorruptStateException if the state directory cannot be used as it is
     * @throws IOException if a port is taken or a file cannot be used; the message says which
     */
    public static Controller start(ControllerConfiguration configuration, Models models) throws IOException {
        var parts = new ArrayDeque<AutoCloseable>();
        try {
            var broker = EmbeddedBroker.open(models, configuration.stateDirectory());
            parts.push(broker);
            var services = broker.services();
            new YangLibraryWriterSingleton(broker.singletons(), broker.domSchema(), broker.data(), false);
            var paths = PathRecord.open(configuration.stateDirectory(), InstantSource.system());
            parts.push(paths);
            var recorder = recorder(configuration, parts);
            var plane = new ControlPlane(
                    broker.data(),
                    broker.rpcProviders(),
                    configuration.deviceCredentials(),
                    Mandate.ALONE,
                    paths,
                    recorder);
            parts.push(plane);
            var calls = configuration.callHome();
            plane.receiveCalls(InetAddress.getByName(calls.host()), port(calls.sshPort()), port(calls.tlsPort()));
            var restconf = RestconfEndpoint.start(services, configuration.restconfSettings());
            parts.push(restconf);
            var nms = NmsEndpoint.start(
                    configuration.nmsSettings(), models.context(), models::yangText, services, broker::refusalOf);
            parts.push(nms);
            return new Controller(broker, restconf, nms, parts);
        } catch (IOException | RuntimeException e) {
            try {
                close(parts);
            } catch (IOException closing) {
                e.addSuppressed(closing);
            }
            throw e;
        }
    }

    /** Ends after the plane that it records. */
    private static BiConsumer<List<Event>, Step> recorder(
            ControllerConfiguration configuration, Deque<AutoCloseable> parts) throws IOException {
        if (!configuration.recording().isOn()) {
            return (events, step) -> {};
        }
        var recorder = FieldRecorder.open(configuration.recording().folder(), Instant.now());
        parts.push(recorder);
        return recorder::heard;
    }

    private static OptionalInt port(int number) {
        return number == 0 ? OptionalInt.empty() : OptionalInt.of(number);
    }

    public EmbeddedBroker broker() {
        return broker;
    }

    public InetSocketAddress restconfAddress() {
        return restconf.address();
    }

    /** Port of the NETCONF server for management systems. */
    public int netconfPort() {
        return nms.port();
    }

    @Override
    public void close() throws IOException {
        close(parts);
    }

    /** The last that started is the first to end; one that fails to end does not keep the others. */
    private static void close(Deque<AutoCloseable> parts) throws IOException {
        var failure = new IOException("a part of the controller did not stop");
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                failure.addSuppressed(e);
            }
        }
        if (failure.getSuppressed().length > 0) {
            throw failure;
        }
    }
}
