package org.qkdn.emulator.soak.kills;

import java.io.IOException;

/** One way of writing to the controller, for one life of it. */
interface Writer extends AutoCloseable {
    /** Returns when the controller has acknowledged it. */
    void write(Change change) throws IOException;

    @Override
    void close();
}
