package org.qkdn.optical;

import java.io.IOException;
import org.qkdn.netconf.client.Timing;

/**
 * A management interface in front of a {@link Fabric}: it speaks the wire protocol by the fact sheet, with no code of the
 * driver's.
 */
interface Emulated extends AutoCloseable {
    int port();

    /** What it shows over this protocol as its maker. */
    String maker();

    /** The driver under test, connected to it. */
    OpticalSwitch open(SwitchListener listener, Timing timing) throws IOException;

    /** With a password or key that is not the right one. */
    OpticalSwitch openWrongly(SwitchListener listener, Timing timing) throws IOException;

    /** Has the protocol no such thing as a login? */
    default boolean isOpenToAll() {
        return false;
    }

    /** Ends all sessions; serves again, on whatever port. */
    void restart() throws IOException;

    /** Tells of something that happened. Nothing where the protocol has no such thing. */
    void tell();

    /** Whether the driver must hear of the end of its session without asking. */
    boolean holdsSession();

    /** Out of reach. */
    @Override
    void close();
}
