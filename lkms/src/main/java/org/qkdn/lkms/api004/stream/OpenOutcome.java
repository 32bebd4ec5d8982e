package org.qkdn.lkms.api004.stream;

import java.util.UUID;

/** Outcome of OPEN_CONNECT; each knows its status of ETSI GS QKD 004. */
public sealed interface OpenOutcome {
    int status();

    /** The stream in question and the QoS in force, or proposed. */
    UUID keyStreamId();

    Qos qos();

    /** Both ends are connected. */
    record Connected(UUID keyStreamId, Qos qos) implements OpenOutcome {
        @Override
        public int status() {
            return 0;
        }
    }

    /** This end is open, the peer's not yet. */
    record Waiting(UUID keyStreamId, Qos qos) implements OpenOutcome {
        @Override
        public int status() {
            return 1;
        }
    }

    /** There are no keys between the two SAEs. */
    record NoConnection(UUID keyStreamId, Qos qos, String reason) implements OpenOutcome {
        @Override
        public int status() {
            return 4;
        }
    }

    /** Neither Source nor Destination is the caller. */
    record NotCaller(UUID keyStreamId, Qos qos) implements OpenOutcome {
        @Override
        public int status() {
            return 4;
        }
    }

    /** Both ends are connected already, one has closed, or the ID is another pair's. */
    record InUse(UUID keyStreamId, Qos qos) implements OpenOutcome {
        @Override
        public int status() {
            return 5;
        }
    }

    /** Not with this QoS: {@link #qos} is one that is accepted. */
    record Counter(UUID keyStreamId, Qos qos) implements OpenOutcome {
        @Override
        public int status() {
            return 7;
        }
    }
}
