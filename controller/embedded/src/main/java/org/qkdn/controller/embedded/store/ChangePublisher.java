package org.qkdn.controller.embedded.store;

import java.util.List;
import java.util.concurrent.Executor;
import org.opendaylight.mdsal.dom.api.DOMDataTreeChangeListener;
import org.opendaylight.mdsal.dom.spi.store.AbstractDOMStoreTreeChangePublisher;
import org.opendaylight.yangtools.concepts.Registration;
import org.opendaylight.yangtools.util.concurrent.EqualityQueuedNotificationManager;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier;
import org.opendaylight.yangtools.yang.data.api.schema.ContainerNode;
import org.opendaylight.yangtools.yang.data.tree.api.DataTreeCandidate;
import org.opendaylight.yangtools.yang.data.tree.spi.DataTreeCandidates;

/** Tells listeners of committed changes, each listener in order, none on the committing thread. */
final class ChangePublisher extends AbstractDOMStoreTreeChangePublisher {
    private static final int QUEUE_LENGTH = 1000;

    private final EqualityQueuedNotificationManager<Reg, DataTreeCandidate> queues;

    ChangePublisher(Executor executor) {
        this(new EqualityQueuedNotificationManager<>("config", executor, QUEUE_LENGTH, (registration, changes) -> {
            if (registration.notClosed()) {
                registration.listener().onDataTreeChanged(changes);
            }
        }));
    }

    private ChangePublisher(EqualityQueuedNotificationManager<Reg, DataTreeCandidate> queues) {
        this.queues = queues;
    }

    /** A new listener first hears what there is, as if it had just been written. */
    Registration register(YangInstanceIdentifier path, DOMDataTreeChangeListener listener, ContainerNode root) {
        var registration = registerTreeChangeListener(path, listener);
        if (root.isEmpty() || !toldOf(path, listener, root)) {
            listener.onInitialData();
        }
        return registration;
    }

    private boolean toldOf(YangInstanceIdentifier path, DOMDataTreeChangeListener listener, ContainerNode root) {
        var single = new ChangePublisher(queues);
        single.registerTreeChangeListener(path, listener);
        return single.publish(DataTreeCandidates.fromNormalizedNode(YangInstanceIdentifier.of(), root));
    }

    synchronized boolean publish(DataTreeCandidate change) {
        return processCandidateTree(change);
    }

    @Override
    protected void notifyListener(Reg registration, List<DataTreeCandidate> changes) {
        queues.submitNotifications(registration, changes);
    }

    @Override
    protected void registrationRemoved(Reg registration) {
        // a closed registration drops what is still queued for it
    }
}
