package org.qkdn.lkms.api004.stream;

import org.qkdn.lkms.store.KeyBytes;

/** Outcome of GET_KEY; each knows its status of ETSI GS QKD 004. */
public sealed interface GetOutcome {
    int status();

    /** The receiver closes the key. {@code metadata} is JSON, or empty. */
    record Chunk(long index, KeyBytes key, String metadata) implements GetOutcome {
        @Override
        public int status() {
            return 0;
        }
    }

    /** Not enough key within Timeout; the chunk may be asked for again. */
    record Empty(long index) implements GetOutcome {
        @Override
        public int status() {
            return 2;
        }
    }

    /** This chunk was handed out or burnt, or is too far ahead; {@code next} is one that is or will be there. */
    record Gone(long next) implements GetOutcome {
        @Override
        public int status() {
            return 2;
        }
    }

    record PeerNotConnected() implements GetOutcome {
        @Override
        public int status() {
            return 3;
        }
    }

    /** No stream of the caller has this ID, or it has none any more. */
    record Unknown() implements GetOutcome {
        @Override
        public int status() {
            return 4;
        }
    }

    /** The other end's LKMS did not answer within Timeout. */
    record TimedOut(long index) implements GetOutcome {
        @Override
        public int status() {
            return 6;
        }
    }

    /** Nothing was consumed. */
    record MetadataTooSmall(long index, int needed) implements GetOutcome {
        @Override
        public int status() {
            return 8;
        }
    }
}
