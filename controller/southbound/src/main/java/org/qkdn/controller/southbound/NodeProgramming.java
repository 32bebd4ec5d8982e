package org.qkdn.controller.southbound;

import java.io.IOException;
import java.util.List;
import org.qkdn.controller.core.model.DesiredNode;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.NodeReport;
import org.qkdn.controller.southbound.etsi.Dialect;
import org.qkdn.controller.southbound.etsi.Difference;
import org.qkdn.controller.southbound.etsi.EditWriter;
import org.qkdn.controller.southbound.etsi.Etsi;
import org.qkdn.netconf.client.Reply;
import org.qkdn.netconf.client.Rpc;
import org.qkdn.netconf.client.RpcError;
import org.qkdn.netconf.client.Store;
import org.qkdn.netconf.client.SubscribedSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.w3c.dom.Element;

/** Writes to one node over one session: a single edit, all of it or nothing. */
final class NodeProgramming {
    private static final Logger LOG = LoggerFactory.getLogger(NodeProgramming.class);

    /** Revision of V1.1.1, in which most leaves had other names. */
    private static final String FIRST_EDITION = "2020-09-30";

    private static final List<String> CONDITIONAL_LEAVES = List.of(
            "phys_wavelength", "phys_channel_att", "phys_qkd_role", "virt_prev_hop", "virt_next_hop", "virt_bandwidth");

    private final NodeName node;
    private final SubscribedSession session;
    private Dialect dialect = Dialect.FULL;

    private NodeProgramming(NodeName node, SubscribedSession session) {
        this.node = node;
        this.session = session;
    }

    /** How it ended. */
    sealed interface Outcome {
        /** The node holds all already: nothing was sent. */
        record Nothing() implements Outcome {}

        record Done() implements Outcome {}

        /** Nothing has changed. */
        record Refused(String reason) implements Outcome {}
    }

    /** Throws where the server's hello says that it cannot be programmed. */
    static NodeProgramming over(NodeName node, SubscribedSession session) throws IOException {
        final var requests = session.requests();
        if (!requests.offers("candidate") && !requests.offers("writable-running")) {
            throw new IOException(node + ": the server offers neither :candidate nor :writable-running");
        }
        if (requests.revision(Etsi.NODE).filter(FIRST_EDITION::equals).isPresent()) {
            throw new IOException(node + ": the server speaks ETSI GS QKD 015 V1.1.1 (" + FIRST_EDITION
                    + "), V2.1.1 (2022-01-30) is needed");
        }
        return new NodeProgramming(node, session);
    }

    Outcome apply(DesiredNode desired, NodeReport present) throws IOException {
        final var difference = Difference.between(desired, present, dialect);
        if (difference.isEmpty()) {
            return new Outcome.Nothing();
        }
        LOG.info("{}: {}", node, difference.summary());
        return switch (send(EditWriter.write(difference, dialect))) {
            case Reply.Answer ok -> {
                saveForRestart();
                yield new Outcome.Done();
            }
            case Reply.Refused refused
            when dialect == Dialect.FULL && isAboutConditions(refused) -> {
                LOG.warn(
                        "{}: the server refuses phys_* and virt_* leaves, links are programmed without them: {}",
                        node,
                        refused.text());
                dialect = Dialect.WITHOUT_CONDITIONAL_LEAVES;
                yield apply(desired, present);
            }
            case Reply.Refused refused -> new Outcome.Refused(refused.text());
        };
    }

    private Reply send(Element root) throws IOException {
        if (!session.requests().offers("candidate")) {
            return session.call(Rpc.editConfig(Store.RUNNING, session.requests().offers("rollback-on-error"), root));
        }
        if (session.call(Rpc.lock(Store.CANDIDATE)) instanceof Reply.Refused refused) {
            return refused;
        }
        final var edited = session.call(Rpc.editConfig(Store.CANDIDATE, false, root));
        final var result = edited instanceof Reply.Answer ? session.call(Rpc.commit()) : edited;
        if (result instanceof Reply.Refused) {
            session.demand(Rpc.discardChanges());
        }
        session.demand(Rpc.unlock(Store.CANDIDATE));
        return result;
    }

    private void saveForRestart() throws IOException {
        if (session.requests().offers("startup")
                && session.call(Rpc.copyRunningToStartup()) instanceof Reply.Refused refused) {
            LOG.warn("{}: running was not copied to startup: {}", node, refused.text());
        }
    }

    /** As servers refuse that carry the published model, whose conditions are never true. */
    private static boolean isAboutConditions(Reply.Refused refused) {
        return refused.errors().stream().anyMatch(NodeProgramming::isAboutCondition);
    }

    private static boolean isAboutCondition(RpcError error) {
        final var text = error.text() + " " + error.info();
        final var byCondition = text.contains("When condition") && text.contains("qkdl_type");
        final var byName = error.tag().equals("unknown-element")
                && CONDITIONAL_LEAVES.stream().anyMatch(text::contains);
        return byCondition || byName;
    }
}
