package org.qkdn.forwarding.relay;

import java.time.Duration;
import java.util.UUID;

/** What the node outside wants to know of relays, for its audit log and its metrics. Called often: must not block. */
public interface RelayEvents {
    /** A neighbour sent what no honest one sends: forged, replayed, out of place. */
    void misbehaved(UUID neighbourId, UUID linkId, FailureReason reason);

    /** Blocks began, passed or ended here. */
    void relayed(UUID linkId, int blocks);

    void failed(UUID linkId, FailureReason reason);

    /** Time from sending blocks to the next node to its acknowledgement. */
    void acknowledged(Duration after);

    /** Where nobody listens. */
    RelayEvents NONE = new RelayEvents() {
        @Override
        public void misbehaved(UUID neighbourId, UUID linkId, FailureReason reason) {}

        @Override
        public void relayed(UUID linkId, int blocks) {}

        @Override
        public void failed(UUID linkId, FailureReason reason) {}

        @Override
        public void acknowledged(Duration after) {}
    };
}
