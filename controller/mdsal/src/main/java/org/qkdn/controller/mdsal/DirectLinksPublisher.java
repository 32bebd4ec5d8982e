package org.qkdn.controller.mdsal;

import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.opendaylight.mdsal.binding.api.DataBroker;
import org.opendaylight.mdsal.common.api.LogicalDatastoreType;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.DirectLinks;
import org.opendaylight.yangtools.binding.DataObjectIdentifier;
import org.qkdn.controller.core.engine.NetworkState;
import org.qkdn.controller.core.pairing.DirectLinkWatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the direct links into the operational datastore when they have changed. There may be many: that is done by a thread
 * of its own, so that nothing is decided later for it.
 */
final class DirectLinksPublisher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DirectLinksPublisher.class);

    private static final DataObjectIdentifier<DirectLinks> DIRECT_LINKS =
            DataObjectIdentifier.builder(DirectLinks.class).build();

    private final DataBroker broker;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("direct-links").daemon().factory());
    /** Not looked at yet; null where there is none. */
    private final AtomicReference<NetworkState> newest = new AtomicReference<>();

    private final DirectLinkWatch watch = new DirectLinkWatch();
    /** What stands in the datastore; absent where that is not known. */
    private Optional<org.qkdn.controller.core.pairing.DirectLinks> published = Optional.empty();

    DirectLinksPublisher(DataBroker broker) {
        this.broker = broker;
    }

    /** Does not block. Of several that come meanwhile the last counts. */
    void offer(NetworkState state) {
        if (newest.getAndSet(state) == null) {
            try {
                thread.execute(this::publish);
            } catch (RejectedExecutionException e) {
                LOG.debug("closed meanwhile");
            }
        }
    }

    private void publish() {
        try {
            var state = newest.getAndSet(null);
            var now = watch.of(
                    state.plant(),
                    state.reports().values().stream()
                            .filter(report -> state.inventory().nodes().containsKey(report.node()))
                            .toList());
            if (!published.equals(Optional.of(now))) {
                published = Optional.empty();
                var transaction = broker.newWriteOnlyTransaction();
                transaction.put(LogicalDatastoreType.OPERATIONAL, DIRECT_LINKS, DirectLinksCodec.encode(now));
                transaction.commit().get();
                published = Optional.of(now);
            }
        } catch (ExecutionException | RuntimeException e) {
            LOG.error("direct links were not published, the next will be", e);
        } catch (InterruptedException e) {
            // the end
            Thread.currentThread().interrupt();
        }
    }

    /** Once this returns, nothing is on its way to the datastore. */
    @Override
    public void close() {
        thread.shutdownNow();
        thread.close();
    }
}
