package org.qkdn.netconf.client;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.opendaylight.netconf.api.messages.RpcMessage;
import org.opendaylight.netconf.client.NetconfClientSession;
import org.w3c.dom.Element;

/** An open NETCONF session. Requests block their caller, so call from a virtual thread; several may be under way. */
public final class NetconfSession implements AutoCloseable {
    private static final String CAPABILITY = "urn:ietf:params:netconf:capability:";

    private final NetconfTarget target;
    private final Timing timing;
    private final SessionListener listener;
    private final NetconfClientSession wire;
    private final Map<String, CompletableFuture<Element>> waiting = new ConcurrentHashMap<>();
    private final AtomicLong lastId = new AtomicLong();
    private final AtomicLong notifications = new AtomicLong();
    private final AtomicBoolean ended = new AtomicBoolean();

    NetconfSession(NetconfTarget target, Timing timing, SessionListener listener, NetconfClientSession wire) {
        this.target = target;
        this.timing = timing;
        this.listener = listener;
        this.wire = wire;
    }

    /** As the server's hello lists them, parameters and all. */
    public Set<String> capabilities() {
        return Set.copyOf(wire.getServerCapabilities());
    }

    /** Whether the hello lists a protocol capability, such as {@code candidate}, in any version. */
    public boolean offers(String protocolCapability) {
        return capabilities().stream().anyMatch(c -> c.startsWith(CAPABILITY + protocolCapability + ":"));
    }

    /** Whether the hello lists a protocol capability in just that version. */
    public boolean offers(String protocolCapability, String version) {
        return capabilities().stream().anyMatch(c -> c.startsWith(CAPABILITY + protocolCapability + ":" + version));
    }

    /** Revision of a YANG 1.0 module that the hello lists; empty also where it lists it without one. */
    public Optional<String> revision(String namespace) {
        return capabilities().stream()
                .filter(c -> c.startsWith(namespace + "?"))
                .flatMap(c -> java.util.Arrays.stream(
                        c.substring(namespace.length() + 1).split("&", -1)))
                .filter(parameter -> parameter.startsWith("revision="))
                .map(parameter -> parameter.substring("revision=".length()))
                .findFirst();
    }

    /** Sends a request and waits for its answer. An exception means that the session is of no more use. */
    public Reply call(Rpc rpc) throws IOException {
        final var id = "m-" + lastId.incrementAndGet();
        final var answer = new CompletableFuture<Element>();
        waiting.put(id, answer);
        try {
            if (ended.get()) {
                throw new IOException(target.address() + ": session ended");
            }
            wire.sendMessage(RpcMessage.ofOperation(id, rpc.operation().getOwnerDocument()))
                    .addListener(sent -> {
                        if (!sent.isSuccess()) {
                            answer.completeExceptionally(new IOException(target.address() + ": sending failed"));
                        }
                    });
            return reply(answer.get(timing.reply().toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            close();
            throw new IOException(
                    target.address() + ": no answer to " + rpc.name() + " within "
                            + timing.reply().toMillis() + " ms",
                    e);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException(target.address() + ": interrupted").initCause(e);
        } finally {
            waiting.remove(id);
        }
    }

    /** The answer's data; a refusal becomes an exception with the server's text. For requests that cannot fail. */
    public Element demand(Rpc rpc) throws IOException {
        return switch (call(rpc)) {
            case Reply.Answer(Element answer) -> answer;
            case Reply.Refused refused ->
                throw new IOException(target.address() + ": " + rpc.name() + " refused: " + refused.text());
        };
    }

    @Override
    public void close() {
        wire.close();
    }

    void received(Element message) {
        switch (message.getLocalName()) {
            case "rpc-reply" -> answered(message);
            case "notification" ->
                Dom.children(message).stream()
                        .filter(child -> !child.getLocalName().equals("eventTime"))
                        .findFirst()
                        .map(body -> new Notification(notifications.incrementAndGet(), eventTime(message), body))
                        .ifPresent(listener::notified);
            default -> {
                // neither an answer nor news: RFC 6241 knows nothing else from a server
            }
        }
    }

    void ended(String reason) {
        if (ended.compareAndSet(false, true)) {
            final var failure = new IOException(target.address() + ": " + reason);
            waiting.values().forEach(answer -> answer.completeExceptionally(failure));
            listener.closed(reason);
        }
    }

    private static Optional<Instant> eventTime(Element notification) {
        return Dom.text(notification, "eventTime").flatMap(text -> {
            try {
                return Optional.of(OffsetDateTime.parse(text).toInstant());
            } catch (DateTimeParseException e) {
                return Optional.empty();
            }
        });
    }

    private void answered(Element reply) {
        final var answer = waiting.get(reply.getAttribute("message-id"));
        if (answer != null) {
            answer.complete(reply);
        }
    }

    private static Reply reply(Element reply) {
        final var errors = Dom.children(reply, "rpc-error").stream()
                .filter(RpcError::isFatal)
                .map(RpcError::of)
                .toList();
        return errors.isEmpty() ? new Reply.Answer(reply) : new Reply.Refused(errors);
    }
}
