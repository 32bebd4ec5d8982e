package org.qkdn.controller.southbound;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.qkdn.controller.core.model.Limitation;
import org.qkdn.controller.southbound.etsi.Dialect;
import org.qkdn.controller.southbound.etsi.Difference;
import org.qkdn.controller.southbound.etsi.RelayedKeysCall;
import org.qkdn.controller.southbound.etsi.YangLibrary;
import org.qkdn.netconf.client.Reply;
import org.w3c.dom.Element;

/**
 * How a node's agent is talked to, whatever the protocol. An exception means that the connection is of no more use. What it
 * tells unasked goes to the listener that it was opened with.
 */
sealed interface AgentConnection extends AutoCloseable permits NetconfConnection, RestconfConnection {
    /** What the server says of its modules. */
    YangLibrary library();

    /** What its protocol lacks. */
    List<Limitation> limitations();

    /** Whether something will be told unasked. */
    boolean notifies();

    /** {@code qkd_node}, configuration and state. */
    Element read() throws IOException;

    /** All of it or nothing where the server can; what it keeps over a restart of its own as well. */
    Reply write(Difference difference, Dialect dialect) throws IOException;

    /** Whether it would take that, without doing it; empty where the server cannot tell. */
    Optional<Reply> test(Difference difference, Dialect dialect) throws IOException;

    /** What the agent answers. */
    Element ask(RelayedKeysCall call) throws IOException;

    @Override
    void close();
}
