package org.qkdn.emulator.soak;

import java.io.IOException;
import java.util.random.RandomGenerator;

/** What one port of a running node is flooded with. Each request must be refused as the client's fault. */
interface Flood {
    /** The port, as an operator knows it. */
    String name();

    /**
     * Sends about so many requests.
     *
     * @throws IOException where the port does not answer
     */
    void send(long requests, RandomGenerator random, Findings findings) throws IOException;
}
