package org.qkdn.netconf.session;

import java.util.List;
import java.util.Optional;
import org.opendaylight.yangtools.yang.common.ErrorTag;
import org.opendaylight.yangtools.yang.common.ErrorType;
import org.qkdn.netconf.NetconfError;
import org.qkdn.netconf.access.AccessControl;
import org.qkdn.netconf.data.Dom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** From a message to its answer. */
final class Dispatcher {
    static final String MONITORING = "urn:ietf:params:xml:ns:yang:ietf-netconf-monitoring";
    static final String NOTIFICATION = "urn:ietf:params:xml:ns:netconf:notification:1.0";
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private final Replies replies;
    private final Sessions sessions;
    private final Reading reading;
    private final Editing editing;
    private final Committing committing;
    private final Subscriptions subscriptions;
    private final ModelRpcs modelRpcs;
    private final AccessControl access;

    Dispatcher(
            Replies replies,
            Sessions sessions,
            Reading reading,
            Editing editing,
            Committing committing,
            Subscriptions subscriptions,
            ModelRpcs modelRpcs,
            AccessControl access) {
        this.replies = replies;
        this.sessions = sessions;
        this.reading = reading;
        this.editing = editing;
        this.committing = committing;
        this.subscriptions = subscriptions;
        this.modelRpcs = modelRpcs;
        this.access = access;
    }

    void handle(ServerSession session, Document message) {
        final var rpc = message.getDocumentElement();
        try {
            final var call = new Call(session, rpc, operationOf(rpc));
            final var reply = answer(call);
            session.counters().inRpcs.incrementAndGet();
            sessions.total().inRpcs.incrementAndGet();
            if (Dom.isNamed(call.operation(), Dom.BASE, "close-session")) {
                session.sendLast(reply);
            } else {
                subscriptions.answer(session, reply);
            }
        } catch (NetconfError e) {
            fail(session, Optional.of(rpc), e);
        } catch (RuntimeException e) {
            LOG.error("A request of session {} failed", session.id(), e);
            fail(
                    session,
                    Optional.of(rpc),
                    NetconfError.application(ErrorTag.OPERATION_FAILED, "the server failed; its log says why"));
        }
    }

    void malformed(ServerSession session, NetconfError error) {
        fail(session, Optional.empty(), error);
    }

    /** As {@link #malformed}, and the session ends with it. */
    void broken(ServerSession session, NetconfError error) {
        session.sendLast(replies.error(Optional.empty(), error));
    }

    /** What a session leaves behind when it ends (RFC 6241 7.5). */
    void ended(ServerSession session) {
        subscriptions.remove(session);
        editing.ended(session);
    }

    private void fail(ServerSession session, Optional<Element> rpc, NetconfError error) {
        for (var counters : List.of(session.counters(), sessions.total())) {
            counters.outRpcErrors.incrementAndGet();
            if (isBadRpc(error)) {
                counters.inBadRpcs.incrementAndGet();
            }
        }
        session.send(replies.error(rpc, error));
    }

    /** "Messages that were not correct rpc messages" (RFC 6022). */
    private static boolean isBadRpc(NetconfError error) {
        return error.type() == ErrorType.RPC;
    }

    private static Element operationOf(Element rpc) throws NetconfError {
        if (!Dom.isNamed(rpc, Dom.BASE, "rpc")) {
            throw NetconfError.rpc(ErrorTag.UNKNOWN_ELEMENT, "an rpc is expected, not " + rpc.getLocalName())
                    .withInfo("bad-element", rpc.getLocalName());
        }
        if (!rpc.hasAttribute("message-id")) {
            throw NetconfError.rpc(ErrorTag.MISSING_ATTRIBUTE, "an rpc needs a message-id")
                    .withInfo("bad-attribute", "message-id")
                    .withInfo("bad-element", "rpc");
        }
        final var operations = Dom.children(rpc);
        if (operations.isEmpty()) {
            throw NetconfError.rpc(ErrorTag.MISSING_ELEMENT, "the rpc asks for nothing")
                    .withInfo("bad-element", "rpc");
        }
        if (operations.size() > 1) {
            throw NetconfError.rpc(ErrorTag.UNKNOWN_ELEMENT, "an rpc asks for one operation")
                    .withInfo("bad-element", operations.get(1).getLocalName());
        }
        return operations.getFirst();
    }

    private Document answer(Call call) throws NetconfError {
        final var name = call.operation().getLocalName();
        final var namespace = String.valueOf(call.operation().getNamespaceURI());
        access.requireExecution(call.session().user(), namespace, name);
        return switch (namespace) {
            case Dom.BASE -> answerBase(call, name);
            case MONITORING -> {
                if (!name.equals("get-schema")) {
                    throw unknown(name);
                }
                yield reading.getSchema(call);
            }
            case NOTIFICATION -> {
                if (!name.equals("create-subscription")) {
                    throw unknown(name);
                }
                yield subscriptions.create(call);
            }
            default -> modelRpcs.invoke(call);
        };
    }

    private Document answerBase(Call call, String name) throws NetconfError {
        return switch (name) {
            case "get" -> reading.get(call);
            case "get-config" -> reading.getConfig(call);
            case "edit-config" -> editing.editConfig(call);
            case "copy-config" -> editing.copyConfig(call);
            case "delete-config" -> editing.deleteConfig(call);
            case "lock" -> editing.lock(call);
            case "unlock" -> editing.unlock(call);
            case "validate" -> editing.validate(call);
            case "commit" -> committing.commit(call);
            case "cancel-commit" -> committing.cancel(call);
            case "discard-changes" -> editing.discardChanges(call);
            case "close-session" -> call.ok();
            case "kill-session" -> kill(call);
            default -> throw unknown(name);
        };
    }

    static NetconfError unknown(String name) {
        return NetconfError.protocol(ErrorTag.OPERATION_NOT_SUPPORTED, "there is no operation " + name)
                .withInfo("bad-element", name);
    }

    private Document kill(Call call) throws NetconfError {
        final var id = call.text("session-id");
        if (id.isEmpty()) {
            throw NetconfError.protocol(ErrorTag.MISSING_ELEMENT, "kill-session needs a session-id")
                    .withInfo("bad-element", "session-id");
        }
        final var victim =
                id.filter(text -> text.matches("\\d{1,10}")).flatMap(text -> sessions.find(Long.parseLong(text)));
        if (victim.isEmpty() || victim.orElseThrow() == call.session()) {
            throw NetconfError.protocol(ErrorTag.INVALID_VALUE, "no other session has the id " + id.orElseThrow())
                    .withInfo("bad-element", "session-id");
        }
        // its locks are free when the answer arrives
        ended(victim.orElseThrow());
        victim.orElseThrow().close();
        return call.ok();
    }
}
