package org.qkdn.lkms.assignment;

import java.time.Duration;
import org.qkdn.lkms.store.StoreId;
import org.qkdn.node.v1.Application;

/** For whom a drawn key waits here: the slave SAE that was named, and the master SAE that named it. */
public record DrawnFor(String slave, String master) {
    private static final Duration USUAL_TTL = Duration.ofHours(1);

    /** Its keys' store: one block each, with the key_ID as block id, owned by the other end as its master decides. */
    public StoreId store() {
        return StoreId.of(StoreId.Kind.DRAWN, slave.length() + ":" + slave + master);
    }

    public static DrawnFor of(StoreId store) {
        int colon = store.id().indexOf(':');
        int end = colon + 1 + Integer.parseInt(store.id(), 0, colon, 10);
        return new DrawnFor(store.id().substring(colon + 1, end), store.id().substring(end));
    }

    /** How long such a key waits for its slave: as the association says, or an hour. */
    public Duration timeToLive(Assignment assignment) {
        return assignment
                .between(slave, master)
                .map(Application::getTtlSeconds)
                .filter(seconds -> seconds > 0)
                .map(Duration::ofSeconds)
                .orElse(USUAL_TTL);
    }
}
