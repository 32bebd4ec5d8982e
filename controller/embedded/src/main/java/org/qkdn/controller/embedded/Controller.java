package org.qkdn.controller.embedded;

import java.io.IOException;
import java.net.InetSocketAddress;
import org.opendaylight.netconf.yanglib.writer.YangLibraryWriterSingleton;
import org.qkdn.controller.embedded.configuration.ControllerConfiguration;
import org.qkdn.controller.embedded.restconf.RestconfEndpoint;

/** A whole controller in one object: the composition root. */
public final class Controller implements AutoCloseable {
    private final EmbeddedBroker broker;
    private final RestconfEndpoint restconf;

    private Controller(EmbeddedBroker broker, RestconfEndpoint restconf) {
        this.broker = broker;
        this.restconf = restconf;
    }

    public static Controller start(ControllerConfiguration configuration) throws IOException {
        return start(configuration, Models.fromClassPath());
    }

    /**
     * Starts everything; returns when it can be reached.
     *
     * @throws org.qkdn.controller.embedded.store.CorruptStateException if the state directory cannot be used as it is
     * @throws IOException if a port is taken or a file cannot be used; the message says which
     */
    public static Controller start(ControllerConfiguration configuration, Models models) throws IOException {
        var broker = EmbeddedBroker.open(models, configuration.stateDirectory());
        try {
            new YangLibraryWriterSingleton(broker.singletons(), broker.domSchema(), broker.data(), false);

            // ---- composition: southbound sessions, the engine's loop and the NETCONF server for management systems
            // ----
            // They take their services from the broker and are closed, in reverse order, in close().

            return new Controller(broker, RestconfEndpoint.start(broker, configuration));
        } catch (IOException | RuntimeException e) {
            broker.close();
            throw e;
        }
    }

    public EmbeddedBroker broker() {
        return broker;
    }

    public InetSocketAddress restconfAddress() {
        return restconf.address();
    }

    @Override
    public void close() throws IOException {
        restconf.close();
        broker.close();
    }
}
