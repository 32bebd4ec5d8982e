package org.qkdn.netconf.session;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.opendaylight.yangtools.yang.common.ErrorTag;
import org.qkdn.netconf.NetconfError;
import org.qkdn.netconf.access.AccessControl;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** commit and cancel-commit (RFC 6241 8.3 and 8.4). */
final class Committing {
    private static final String DEFAULT_TIMEOUT = "600";

    private final Candidate candidate;
    private final Locks locks;
    private final Confirmation confirmation;
    private final AccessControl access;

    Committing(Candidate candidate, Locks locks, Confirmation confirmation, AccessControl access) {
        this.candidate = candidate;
        this.locks = locks;
        this.confirmation = confirmation;
        this.access = access;
    }

    Document commit(Call call) throws NetconfError {
        final var terms = terms(call);
        for (var target : List.of(Target.RUNNING, Target.CANDIDATE)) {
            locks.requireFree(target, call.session().id());
        }
        final var user = call.session().user();
        confirmation.commit(
                call,
                terms,
                gate -> candidate.commit(user.name(), change -> {
                    access.requireWrite(user, change.before(), change.after());
                    gate.pass(change);
                }));
        call.session().logChange();
        return call.ok();
    }

    Document cancel(Call call) throws NetconfError {
        confirmation.cancel(call);
        return call.ok();
    }

    private static Optional<Confirmation.Terms> terms(Call call) throws NetconfError {
        if (call.parameter("confirmed").isEmpty()) {
            for (var name : List.of("confirm-timeout", "persist")) {
                if (call.parameter(name).isPresent()) {
                    throw NetconfError.protocol(ErrorTag.UNKNOWN_ELEMENT, name + " goes with <confirmed/> only")
                            .withInfo("bad-element", name);
                }
            }
            return Optional.empty();
        }
        final var timeout = call.text("confirm-timeout").orElse(DEFAULT_TIMEOUT);
        if (!timeout.matches("\\+?0*[1-9]\\d{0,9}") || Long.parseLong(timeout) > 0xFFFF_FFFFL) {
            throw NetconfError.protocol(
                            ErrorTag.INVALID_VALUE, "confirm-timeout is in seconds, 1 or more; not '" + timeout + "'")
                    .withInfo("bad-element", "confirm-timeout");
        }
        final var persist = call.parameter("persist").map(Element::getTextContent);
        return Optional.of(new Confirmation.Terms(Duration.ofSeconds(Long.parseLong(timeout)), persist));
    }
}
