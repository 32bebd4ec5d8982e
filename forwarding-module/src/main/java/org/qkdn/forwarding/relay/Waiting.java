package org.qkdn.forwarding.relay;

/**
 * Blocks that wait for their turn on the connection to the next node.
 *
 * @param released runs once, when they have left the queue, whatever became of them
 */
record Waiting(PendingRelay relay, KeyBytes blocks, int priority, Runnable released) implements FairQueue.Entry {
    @Override
    public int units() {
        return blocks.length() / Ciphertext.UNIT;
    }

    long bits() {
        return 8L * blocks.length();
    }
}
