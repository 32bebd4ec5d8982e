package org.qkdn.lkms.app;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.qkdn.node.v1.ApplicationRequest;

/** Pairs of SAEs that asked for keys though no application is assigned for them; each is remembered for a minute. */
public final class RequestedApplications {
    private static final Duration KEPT = Duration.ofSeconds(60);
    private static final int MOST = 256;

    private final InstantSource clock;
    private final Map<ApplicationRequest, Instant> requests = new LinkedHashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    public RequestedApplications(InstantSource clock) {
        this.clock = clock;
    }

    /** Calls back when a pair asks that is not remembered. */
    public void onNew(Runnable listener) {
        listeners.add(listener);
    }

    public void add(String masterSae, String slaveSae) {
        var request = ApplicationRequest.newBuilder()
                .setMasterSaeId(masterSae)
                .setSlaveSaeId(slaveSae)
                .build();
        if (remember(request)) {
            listeners.forEach(Runnable::run);
        }
    }

    private synchronized boolean remember(ApplicationRequest request) {
        forgetOld();
        boolean isNew = requests.remove(request) == null;
        requests.put(request, clock.instant());
        if (requests.size() > MOST) {
            requests.remove(requests.keySet().iterator().next());
        }
        return isNew;
    }

    /** Those not older than a minute, the latest last. */
    public synchronized List<ApplicationRequest> list() {
        forgetOld();
        return List.copyOf(requests.keySet());
    }

    private void forgetOld() {
        var oldest = clock.instant().minus(KEPT);
        requests.values().removeIf(at -> at.isBefore(oldest));
    }
}
