package org.qkdn.controller.northbound.restconf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.util.concurrent.MoreExecutors;
import io.netty.channel.DefaultEventLoop;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.opendaylight.mdsal.common.api.LogicalDatastoreType;
import org.opendaylight.mdsal.dom.api.DOMDataBroker;
import org.opendaylight.mdsal.dom.api.DOMDataBroker.DataTreeChangeExtension;
import org.opendaylight.mdsal.dom.api.DOMDataTreeChangeListener;
import org.opendaylight.mdsal.dom.api.DOMDataTreeIdentifier;
import org.opendaylight.mdsal.dom.broker.SerializedDOMDataBroker;
import org.opendaylight.mdsal.dom.spi.ForwardingDOMDataBroker;
import org.opendaylight.mdsal.dom.store.inmemory.InMemoryDOMDataStore;
import org.opendaylight.yangtools.concepts.AbstractRegistration;
import org.opendaylight.yangtools.concepts.Registration;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier;
import org.opendaylight.yangtools.yang.data.tree.api.DataTreeCandidate;

class AfterTheHeadTest {
    private static final DOMDataTreeIdentifier TREE =
            DOMDataTreeIdentifier.of(LogicalDatastoreType.CONFIGURATION, YangInstanceIdentifier.of());

    private final EventExecutor loop = new DefaultEventLoop();
    private final List<String> heard = Collections.synchronizedList(new ArrayList<>());

    /** Tells a listener what there is while it registers it, as a quick store may. */
    private final class QuickStore implements DataTreeChangeExtension {
        @Override
        public Registration registerTreeChangeListener(DOMDataTreeIdentifier tree, DOMDataTreeChangeListener listener) {
            listener.onInitialData();
            return new AbstractRegistration() {
                @Override
                protected void removeRegistration() {
                    heard.add("closed");
                }
            };
        }

        @Override
        @Deprecated
        @SuppressWarnings("removal") // the interface asks for it
        public Registration registerLegacyTreeChangeListener(
                DOMDataTreeIdentifier tree, DOMDataTreeChangeListener listener) {
            throw new UnsupportedOperationException();
        }
    }

    private final class Listener implements DOMDataTreeChangeListener {
        @Override
        public void onDataTreeChanged(List<DataTreeCandidate> changes) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void onInitialData() {
            heard.add("what there is");
        }
    }

    private DataTreeChangeExtension changes() {
        var store = new InMemoryDOMDataStore(
                "test", LogicalDatastoreType.CONFIGURATION, MoreExecutors.newDirectExecutorService(), 1, false);
        var empty = new SerializedDOMDataBroker(
                Map.of(LogicalDatastoreType.CONFIGURATION, store), MoreExecutors.newDirectExecutorService());
        var broker = new ForwardingDOMDataBroker() {
            @Override
            protected DOMDataBroker delegate() {
                return empty;
            }

            @Override
            protected List<DOMDataBroker.Extension> supportedExtensions(
                    Collection<? extends DOMDataBroker.Extension> none) {
                return List.of(new QuickStore());
            }
        };
        return new AfterTheHead(broker, List.of(loop)).extension(DataTreeChangeExtension.class);
    }

    @AfterEach
    void stop() {
        loop.shutdownGracefully().awaitUninterruptibly();
    }

    @Test
    void aListenerThatAnEventLoopRegistersIsToldWhenTheLoopsTaskIsDone() throws Exception {
        loop.submit(() -> {
                    changes().registerTreeChangeListener(TREE, new Listener());
                    heard.add("head");
                })
                .get();
        loop.submit(() -> heard.add("next")).get();
        assertEquals(List.of("head", "what there is", "next"), heard);
    }

    @Test
    void oneThatIsGoneByThenIsNeverRegistered() throws Exception {
        loop.submit(() -> changes()
                        .registerTreeChangeListener(TREE, new Listener())
                        .close())
                .get();
        loop.submit(() -> heard.add("next")).get();
        assertEquals(List.of("next"), heard);
    }

    @Test
    void oneThatIsClosedLaterHearsNoMore() throws Exception {
        Registration registration = loop.submit(() -> changes().registerTreeChangeListener(TREE, new Listener()))
                .get();
        loop.submit(() -> heard.add("next")).get();
        registration.close();
        assertEquals(List.of("what there is", "next", "closed"), heard);
    }

    @Test
    void anyOtherThreadRegistersAtOnce() {
        changes().registerTreeChangeListener(TREE, new Listener());
        assertEquals(List.of("what there is"), heard);
    }
}
