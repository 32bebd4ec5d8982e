package org.qkdn.controller.southbound;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.qkdn.controller.core.model.DesiredNode;
import org.qkdn.controller.core.model.Limitation;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.NodeReport;
import org.qkdn.controller.southbound.etsi.Dialect;
import org.qkdn.controller.southbound.etsi.Difference;
import org.qkdn.controller.southbound.etsi.Probe;
import org.qkdn.controller.southbound.etsi.Refusals;
import org.qkdn.controller.southbound.etsi.YangLibrary;
import org.qkdn.netconf.client.Reply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to one node over one connection, in the fullest dialect that its server takes: as its YANG library tells, as a
 * probe shows, or else as it turns out when something is refused.
 */
final class NodeProgramming {
    private static final Logger LOG = LoggerFactory.getLogger(NodeProgramming.class);

    /** Revision of V1.1.1, in which most leaves had other names. */
    private static final String FIRST_EDITION = "2020-09-30";

    private final NodeName node;
    private final AgentConnection connection;
    private Dialect dialect = Dialect.FULL;
    private Optional<Limitation> limitation = Optional.empty();

    private NodeProgramming(NodeName node, AgentConnection connection) {
        this.node = node;
        this.connection = connection;
    }

    /** How it ended. */
    sealed interface Outcome {
        /** The node holds all already: nothing was sent. */
        record Nothing() implements Outcome {}

        record Done() implements Outcome {}

        /** Nothing has changed, or not all where the server is not atomic: a reading tells. */
        record Refused(String reason) implements Outcome {}
    }

    /**
     * Throws where the server cannot be programmed.
     *
     * @param before over the connection before this one: what was refused then need not be tried again
     */
    static NodeProgramming over(NodeName node, AgentConnection connection, Optional<NodeProgramming> before)
            throws IOException {
        final var library = connection.library();
        if (library.revision().filter(FIRST_EDITION::equals).isPresent()) {
            throw new IOException(node + ": the server speaks ETSI GS QKD 015 V1.1.1 (" + FIRST_EDITION
                    + "), V2.1.1 (2022-01-30) is needed");
        }
        final var programming = new NodeProgramming(node, connection);
        if (library.types() == YangLibrary.Types.ONLY_IMPORTED) {
            programming.speak(Dialect.WITHOUT_IDENTITIES, "its YANG library says that the types are only imported");
        } else if (!library.extension() && !programming.probe()) {
            before.ifPresent(programming::learnFrom);
        }
        return programming;
    }

    /** What its links and applications are not told. */
    List<Limitation> limitations() {
        final var all = new ArrayList<>(connection.limitations());
        limitation.ifPresent(all::add);
        return List.copyOf(all);
    }

    Outcome apply(DesiredNode desired, NodeReport present) throws IOException {
        final var difference = Difference.between(desired, present, dialect);
        if (difference.isEmpty()) {
            return new Outcome.Nothing();
        }
        LOG.info("{}: {}", node, difference.summary());
        return switch (connection.write(difference, dialect)) {
            case Reply.Answer ok -> new Outcome.Done();
            case Reply.Refused refused -> {
                final var lesser = Refusals.lesser(dialect, refused);
                if (lesser.isEmpty()) {
                    yield new Outcome.Refused(refused.text());
                }
                speak(lesser.get(), "it answered: " + first(refused));
                yield apply(desired, present);
            }
        };
    }

    /** Once per connection, with links that nobody wants and that are not made. False where the server cannot be asked. */
    private boolean probe() throws IOException {
        var reply = connection.test(Probe.LINKS, dialect);
        final var isAsked = reply.isPresent();
        while (reply.isPresent() && reply.get() instanceof Reply.Refused refused) {
            final var lesser = Refusals.lesser(dialect, refused);
            lesser.ifPresent(found -> speak(found, "asked by test-only, it answered: " + first(refused)));
            reply = lesser.isPresent() ? connection.test(Probe.LINKS, dialect) : Optional.empty();
        }
        return isAsked;
    }

    /** Servers have an error for each leaf. */
    private static String first(Reply.Refused refused) {
        final int others = refused.errors().size() - 1;
        return refused.errors().getFirst().text() + (others > 0 ? " and " + others + " more" : "");
    }

    private void learnFrom(NodeProgramming before) {
        dialect = before.dialect;
        limitation = before.limitation;
    }

    private void speak(Dialect lesser, String why) {
        dialect = lesser;
        final var found =
                switch (lesser) {
                    case FULL -> Optional.<Limitation>empty();
                    case WITHOUT_CONDITIONAL_LEAVES ->
                        Optional.of(new Limitation(
                                Limitation.Kind.NO_LINK_DETAILS,
                                "refuses phys_* and virt_* leaves, links are programmed without them: " + why));
                    case WITHOUT_IDENTITIES ->
                        Optional.of(new Limitation(
                                Limitation.Kind.NO_IDENTITIES,
                                "refuses all types and roles, links are programmed without them and without phys_* and"
                                        + " virt_* leaves: " + why));
                };
        limitation = found;
        found.ifPresent(text -> LOG.warn("{}: the agent {}", node, text.text()));
    }
}
