package org.qkdn.forwarding.relay;

import java.util.UUID;

/** How a relay ended, as its source learns it. */
public sealed interface RelayOutcome {
    /** The destination has the block on disk: both ends may use it. */
    record Delivered() implements RelayOutcome {}

    /** The source must burn the block. */
    record Failed(FailureReason reason, UUID where) implements RelayOutcome {}
}
