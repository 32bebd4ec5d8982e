package org.qkdn.controller.karaf;

import java.time.Duration;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a process that is stopping and does not come to an end. A member that the majority has cut off stops in order to start
 * anew, and then OpenDaylight's singleton services wait for ever for a word of the cluster that is gone. All that was
 * acknowledged is on disk: nothing is lost by it.
 */
@Component(
        service = {},
        immediate = true)
public final class LastResort {
    private static final Logger LOG = LoggerFactory.getLogger(LastResort.class);
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    /** By which Karaf asks whoever runs it to start it again. */
    private static final int START_AGAIN = 10;

    private static final int STUCK = 1;

    private final BundleContext bundles;

    @Activate
    public LastResort(BundleContext bundles) {
        this.bundles = bundles;
    }

    /** Also called when only this bundle stops, which is no end. */
    @Deactivate
    public void close() {
        if (bundles.getBundle(Constants.SYSTEM_BUNDLE_ID).getState() == Bundle.STOPPING) {
            Thread.ofPlatform().name("last-resort").daemon().start(LastResort::end);
        }
    }

    /** Ends this process at once, and asks whoever runs it to start it again; unless it is ending anyway. */
    static void startAgain(Bundle framework) {
        if (framework.getState() != Bundle.STOPPING) {
            Runtime.getRuntime().halt(START_AGAIN);
        }
    }

    private static void end() {
        try {
            Thread.sleep(PATIENCE);
        } catch (InterruptedException e) {
            return;
        }
        LOG.warn("still stopping after {} s: ended by force", PATIENCE.toSeconds());
        Runtime.getRuntime().halt(Boolean.getBoolean("karaf.restart.jvm") ? START_AGAIN : STUCK);
    }
}
