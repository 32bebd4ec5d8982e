package org.qkdn.controller.southbound;

import java.io.IOException;
import java.util.HashMap;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.qkdn.controller.core.engine.Event;
import org.qkdn.controller.core.model.DesiredNode;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.LinkStatus;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.NodeReport;
import org.qkdn.controller.core.model.ReportedLink;
import org.qkdn.controller.southbound.etsi.Etsi;
import org.qkdn.controller.southbound.etsi.Heard;
import org.qkdn.controller.southbound.etsi.ReportReader;
import org.qkdn.netconf.client.Dom;
import org.qkdn.netconf.client.NetconfClients;
import org.qkdn.netconf.client.NetconfTarget;
import org.qkdn.netconf.client.Notification;
import org.qkdn.netconf.client.Rpc;
import org.qkdn.netconf.client.SessionListener;
import org.qkdn.netconf.client.SubscribedSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.w3c.dom.Element;

/**
 * The session with one node's agent (ETSI GS QKD 015 over NETCONF). Reads the node when it opens, after each
 * programming, after notifications that call for it, and from time to time, for the standard has no notification for
 * every change of state.
 */
final class NodeSession extends DeviceSession<NodeSession.Open> {
    private static final Logger LOG = LoggerFactory.getLogger(NodeSession.class);
    /** How much oftener a node is read one of whose key stores drains. */
    private static final int DRAINING = 3;

    private static final long ANSWER_SECONDS = 15;

    private final NodeName node;
    private final Target target;
    private final NetconfClients clients;
    private final Pace pace;
    private final Consumer<Event> sink;
    private final Pending<DesiredNode> pending;
    private final Sequence sequence = new Sequence();
    private final Queue<Question> questions = new ConcurrentLinkedQueue<>();
    private final Damper damper;
    private volatile long readAt;
    private long lastRead;

    /** Looks up the address and credentials, anew for each connection. */
    interface Target {
        NetconfTarget resolve() throws IOException;
    }

    /** An open session, and what was last read over it. */
    static final class Open {
        private final SubscribedSession session;
        private final NodeProgramming programming;
        private Optional<NodeReport> report = Optional.empty();

        private Open(SubscribedSession session, NodeProgramming programming) {
            this.session = session;
            this.programming = programming;
        }
    }

    NodeSession(
            NodeName node,
            Target target,
            NetconfClients clients,
            Pace pace,
            RandomGenerator random,
            Consumer<Event> sink) {
        super(node.value(), new Backoff(pace, random));
        this.node = node;
        this.target = target;
        this.clients = clients;
        this.pace = pace;
        this.sink = sink;
        this.pending = new Pending<>(new Backoff(pace, random));
        this.damper = new Damper(pace.calm().toNanos());
        this.lastRead = System.nanoTime() - pace.calm().toNanos();
    }

    /** Has the node brought to hold this, instead of whatever was wanted before. */
    void apply(DesiredNode desired) {
        pending.want(desired);
        wake();
    }

    /** What the agent answers to this; fails with the reason, also where there is no session in time. */
    CompletableFuture<Element> ask(Rpc question) {
        final var answer = new CompletableFuture<Element>();
        final var asked = new Question(question, answer);
        questions.add(asked);
        wake();
        return answer.orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS).whenComplete((reply, failure) -> {
            if (failure != null) {
                questions.remove(asked);
            }
        });
    }

    private void answer(Open open) {
        for (var next = Optional.ofNullable(questions.poll());
                next.isPresent();
                next = Optional.ofNullable(questions.poll())) {
            try {
                next.get().answer().complete(open.session.demand(next.get().rpc()));
            } catch (IOException e) {
                next.get().answer().completeExceptionally(e);
            }
        }
    }

    private record Question(Rpc rpc, CompletableFuture<Element> answer) {}

    @Override
    Open connect(Ear ear) throws IOException {
        pending.forget();
        sequence.begin();
        final var at = target.resolve();
        final var session = SubscribedSession.open(clients, at, "NETCONF", new SessionListener() {
            @Override
            public void notified(Element body) {
                // never called: the whole notification is
            }

            @Override
            public void notified(Notification notification) {
                ear.news(() -> heard(notification));
            }

            @Override
            public void closed(String reason) {
                ear.end(reason);
            }
        });
        try {
            return new Open(session, NodeProgramming.over(node, session));
        } catch (IOException e) {
            session.close();
            throw e;
        }
    }

    @Override
    void disconnect(Open open) {
        open.session.close();
    }

    @Override
    long work(Open open) throws IOException {
        if (readAt - System.nanoTime() <= 0) {
            final var read = read(open.session);
            final var draining = open.report.map(before -> drains(before, read)).orElse(false);
            open.report = Optional.of(read);
            report(read, draining);
        }
        answer(open);
        damper.due(System.nanoTime()).forEach(sink);
        final var due = pending.due(System.nanoTime());
        if (due.isPresent() && open.report.isPresent()) {
            program(open, due.get(), open.report.get());
        }
        final var now = System.nanoTime();
        final var next = Math.min(
                pending.untilDue(now).orElse(Long.MAX_VALUE),
                damper.untilDue(now).orElse(Long.MAX_VALUE));
        return Math.max(0, Math.min(readAt - now, next));
    }

    @Override
    void readSoon() {
        readAt = System.nanoTime();
    }

    @Override
    void lost(String reason) {
        sink.accept(new Event.NodeUnreachable(node, reason));
    }

    private void heard(Notification notification) {
        final var heard = Heard.of(node, notification.body());
        final var order = sequence.place(notification);
        if (order != Sequence.Order.NEXT) {
            LOG.warn("{}: a notification came {}: the node is read", node, order);
        }
        heard.events().stream()
                .filter(event -> order != Sequence.Order.LATE || event instanceof Event.ApplicationAsked)
                .flatMap(event -> damper.offer(event, System.nanoTime()).stream())
                .forEach(sink);
        if (heard.readAgain() || order != Sequence.Order.NEXT) {
            // a storm of them calls for no storm of readings
            readAt = Math.min(
                    readAt, Math.max(System.nanoTime(), lastRead + pace.calm().toNanos()));
        }
    }

    private void program(Open open, DesiredNode desired, NodeReport present) throws IOException {
        switch (open.programming.apply(desired, present)) {
            case NodeProgramming.Outcome.Nothing nothing -> pending.found(desired);
            case NodeProgramming.Outcome.Done done -> {
                pending.accepted(desired, System.nanoTime());
                readSoon();
            }
            case NodeProgramming.Outcome.Refused(String reason) -> {
                LOG.warn("{}: programming refused: {}", node, reason);
                final var now = System.nanoTime();
                pending.refused(desired, now);
                // read before it is tried again: perhaps the node is not what it was taken for
                readAt = now + pending.untilDue(now).orElse(0L);
                sink.accept(new Event.ProgrammingFailed(node.value(), reason));
            }
        }
    }

    private void report(NodeReport report, boolean draining) {
        final var waiting = report.links().stream().anyMatch(NodeSession::isWaiting);
        damper.read();
        lastRead = System.nanoTime();
        readAt = lastRead
                + (waiting ? pace.watch() : draining ? pace.report().dividedBy(DRAINING) : pace.report()).toNanos();
        sink.accept(new Event.NodeReported(report));
    }

    private NodeReport read(SubscribedSession session) throws IOException {
        final var answer = session.demand(Rpc.get(Etsi.NODE, Etsi.ROOT));
        final var root = Dom.find(answer, "data", Etsi.ROOT)
                .orElseThrow(() -> new IOException(node + ": the server has no qkd_node of ETSI GS QKD 015"));
        return ReportReader.read(
                node, root, session.requests().revision(Etsi.EXTENSION).isPresent());
    }

    /** Whether a key store lost an eighth or more: it may be empty before the node is read again at leisure. */
    private static boolean drains(NodeReport before, NodeReport now) {
        final var stored = new HashMap<KeyAssociationLinkId, Long>();
        before.links().forEach(link -> stored(link).ifPresent(bits -> stored.put(link.id(), bits)));
        return now.links().stream().anyMatch(link -> stored(link)
                .map(bits -> bits < stored.getOrDefault(link.id(), 0L) / 8 * 7)
                .orElse(false));
    }

    private static Optional<Long> stored(ReportedLink link) {
        return link instanceof ReportedLink.Phys phys ? phys.storedBits() : Optional.empty();
    }

    private static boolean isWaiting(ReportedLink link) {
        return switch (link) {
            case ReportedLink.Phys phys ->
                phys.enabled() && (phys.status() == LinkStatus.PENDING || phys.status() == LinkStatus.PASSIVE);
            case ReportedLink.Virt virt -> false;
        };
    }
}
