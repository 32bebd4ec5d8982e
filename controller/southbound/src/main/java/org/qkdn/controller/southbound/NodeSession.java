package org.qkdn.controller.southbound;

import java.io.IOException;
import java.util.ArrayList;
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
import org.qkdn.controller.core.model.Limitation;
import org.qkdn.controller.core.model.LinkStatus;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.NodeReport;
import org.qkdn.controller.core.model.ReportedLink;
import org.qkdn.controller.southbound.etsi.Habits;
import org.qkdn.controller.southbound.etsi.Heard;
import org.qkdn.controller.southbound.etsi.RelayedKeysCall;
import org.qkdn.controller.southbound.etsi.ReportReader;
import org.qkdn.netconf.client.Notification;
import org.qkdn.netconf.client.SessionListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.w3c.dom.Element;

/**
 * The session with one node's agent (ETSI GS QKD 015). Reads the node when it opens, after each
 * programming, after notifications that call for it, and from time to time, for the standard has no notification for
 * every change of state.
 */
final class NodeSession extends DeviceSession<NodeSession.Open> {
    private static final Logger LOG = LoggerFactory.getLogger(NodeSession.class);
    /** How much oftener a node is read one of whose key stores drains. */
    private static final int DRAINING = 3;

    private static final long ANSWER_SECONDS = 15;

    private final NodeName node;
    private final Opening opening;
    private final ManagedDevice device;
    private final Pace pace;
    private final Consumer<Event> sink;
    private final Pending<DesiredNode> pending;
    private final Sequence sequence = new Sequence();
    private final Queue<Question> questions = new ConcurrentLinkedQueue<>();
    private final Damper damper;
    private Habits habits = Habits.ours();
    private Optional<NodeProgramming> last = Optional.empty();
    private volatile long readAt;
    private long lastRead;

    /** Looks up the address and credentials, anew for each connection. */
    interface Opening {
        AgentConnection open(SessionListener listener) throws IOException;
    }

    /** An open session, and what was last read over it. */
    static final class Open {
        private final AgentConnection connection;
        private final NodeProgramming programming;
        private Optional<NodeReport> report = Optional.empty();
        /** Programmed since. */
        private boolean stale;

        private Open(AgentConnection connection, NodeProgramming programming) {
            this.connection = connection;
            this.programming = programming;
        }
    }

    NodeSession(ManagedDevice device, Opening opening, Pace pace, RandomGenerator random, Consumer<Event> sink) {
        super(device.name(), new Backoff(pace, random));
        this.node = new NodeName(device.name());
        this.device = device;
        this.opening = opening;
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
    CompletableFuture<Element> ask(RelayedKeysCall question) {
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
                next.get().answer().complete(open.connection.ask(next.get().call()));
            } catch (IOException e) {
                next.get().answer().completeExceptionally(e);
            }
        }
    }

    private record Question(RelayedKeysCall call, CompletableFuture<Element> answer) {}

    @Override
    Open connect(Ear ear) throws IOException {
        pending.forget();
        sequence.begin();
        final var connection = opening.open(new SessionListener() {
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
            final var programming = NodeProgramming.over(node, connection, last);
            last = Optional.of(programming);
            habits = new Habits(connection.library().extension(), device.assumedRate());
            return new Open(connection, programming);
        } catch (IOException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    void disconnect(Open open) {
        open.connection.close();
    }

    @Override
    long work(Open open) throws IOException {
        final var more = open.stale && pending.due(System.nanoTime()).isPresent();
        if (more || readAt - System.nanoTime() <= 0) {
            final var read = read(open);
            final var draining = open.report.map(before -> drains(before, read)).orElse(false);
            open.report = Optional.of(read);
            open.stale = false;
            report(read, open.connection.notifies(), draining);
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
                .peek(this::note)
                .flatMap(event -> damper.offer(event, System.nanoTime()).stream())
                .forEach(sink);
        if (heard.readAgain() || order != Sequence.Order.NEXT) {
            // a storm of them calls for no storm of readings
            readAt = Math.min(
                    readAt, Math.max(System.nanoTime(), lastRead + pace.calm().toNanos()));
        }
    }

    /** What an agent that reports no link status will not say again. */
    private void note(Event event) {
        switch (event) {
            case Event.LinkWentDown down -> habits.wentDown(down.link());
            case Event.LinkPerformed performed
            when performed.skr().bitsPerSecond() > 0 -> habits.performs(performed.link());
            default -> {
                // says nothing of a link
            }
        }
    }

    private void program(Open open, DesiredNode desired, NodeReport present) throws IOException {
        final var begun = System.nanoTime();
        switch (open.programming.apply(desired, present)) {
            case NodeProgramming.Outcome.Nothing nothing -> pending.found(desired);
            case NodeProgramming.Outcome.Done done -> {
                final var now = System.nanoTime();
                pending.accepted(desired, now);
                open.stale = true;
                // when many are programmed at once, which is when it takes long, others' programming comes before
                // reading
                readAt = now + (now - begun);
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

    private void report(NodeReport report, boolean notifies, boolean draining) {
        final var waiting = report.links().stream().anyMatch(NodeSession::isWaiting);
        damper.read();
        lastRead = System.nanoTime();
        final var usual = notifies ? pace.report() : device.readInterval();
        final var calm = draining ? usual.dividedBy(DRAINING) : usual;
        readAt = lastRead + (waiting && pace.watch().compareTo(calm) < 0 ? pace.watch() : calm).toNanos();
        sink.accept(new Event.NodeReported(report));
    }

    private NodeReport read(Open open) throws IOException {
        final var report = ReportReader.read(node, open.connection.read(), habits);
        final var limitations = new ArrayList<>(open.programming.limitations());
        if (!open.connection.notifies()) {
            limitations.replaceAll(each -> each.kind() == Limitation.Kind.NO_NOTIFICATIONS
                    ? new Limitation(
                            each.kind(),
                            each.text() + ": it is read every "
                                    + device.readInterval().toSeconds() + " s")
                    : each);
        }
        limitations.addAll(report.limitations());
        return report.with(limitations);
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
