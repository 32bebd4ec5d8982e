package org.qkdn.controller.northbound.restconf;

import io.netty.util.concurrent.EventExecutor;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import org.opendaylight.mdsal.dom.api.DOMDataBroker;
import org.opendaylight.mdsal.dom.api.DOMDataBroker.DataTreeChangeExtension;
import org.opendaylight.mdsal.dom.api.DOMDataTreeChangeListener;
import org.opendaylight.mdsal.dom.api.DOMDataTreeIdentifier;
import org.opendaylight.mdsal.dom.spi.ForwardingDOMDataBroker;
import org.opendaylight.yangtools.concepts.AbstractRegistration;
import org.opendaylight.yangtools.concepts.Registration;

/**
 * A broker whose changes are told to a listener that an event loop registers only when the loop's present task is done.
 * OpenDaylight answers a request for an event stream, listener and all, in one such task, and forgets what there is to tell
 * before the head of the answer is out: the first event, which shows what there is, would be lost at times.
 */
final class AfterTheHead extends ForwardingDOMDataBroker {
    private final DOMDataBroker broker;
    private final Iterable<EventExecutor> loops;

    AfterTheHead(DOMDataBroker broker, Iterable<EventExecutor> loops) {
        this.broker = broker;
        this.loops = loops;
    }

    @Override
    protected DOMDataBroker delegate() {
        return broker;
    }

    @Override
    protected List<DOMDataBroker.Extension> supportedExtensions(
            Collection<? extends DOMDataBroker.Extension> supported) {
        return supported.stream()
                .<DOMDataBroker.Extension>map(extension ->
                        extension instanceof DataTreeChangeExtension changes ? new Late(changes) : extension)
                .toList();
    }

    private Optional<EventExecutor> present() {
        return StreamSupport.stream(loops.spliterator(), false)
                .filter(EventExecutor::inEventLoop)
                .findFirst();
    }

    private final class Late implements DataTreeChangeExtension {
        private final DataTreeChangeExtension changes;

        Late(DataTreeChangeExtension changes) {
            this.changes = changes;
        }

        @Override
        public Registration registerTreeChangeListener(DOMDataTreeIdentifier tree, DOMDataTreeChangeListener listener) {
            var loop = present();
            if (loop.isEmpty()) {
                return changes.registerTreeChangeListener(tree, listener);
            }
            var registration = new LateRegistration();
            loop.orElseThrow()
                    .execute(() -> registration.begin(() -> changes.registerTreeChangeListener(tree, listener)));
            return registration;
        }

        @Override
        @Deprecated
        @SuppressWarnings("removal") // whoever still wants it gets it
        public Registration registerLegacyTreeChangeListener(
                DOMDataTreeIdentifier tree, DOMDataTreeChangeListener listener) {
            return changes.registerLegacyTreeChangeListener(tree, listener);
        }
    }

    /** Of a listener that may be gone before it was registered. */
    private static final class LateRegistration extends AbstractRegistration {
        private Optional<Registration> registered = Optional.empty();

        synchronized void begin(Supplier<Registration> registering) {
            if (notClosed()) {
                registered = Optional.of(registering.get());
            }
        }

        @Override
        protected synchronized void removeRegistration() {
            registered.ifPresent(Registration::close);
        }
    }
}
