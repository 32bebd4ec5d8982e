package org.qkdn.controller.northbound.restconf;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.opendaylight.netconf.transport.http.AuthHandler;
import org.opendaylight.restconf.server.PrincipalService;

/** Lets a request pass by the role of the client certificate's common name. */
final class Gate implements PrincipalService {
    /** Carries the name from the connection to the session; whatever a client writes there is overwritten. */
    static final String NAME_HEADER = "x-qkdn-common-name";

    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    /** Operations that change nothing, or only open or close the caller's own event stream. */
    private static final List<String> HARMLESS = List.of(
            "/restconf/operations/qkdn-planning:dry-run",
            "/restconf/operations/qkdn-exposure:exposure-report",
            "/restconf/operations/qkdn-optical:explain-pairing",
            "/restconf/operations/qkdn-optical:plan-schedule",
            "/restconf/operations/ietf-subscribed-notifications:establish-subscription",
            "/restconf/operations/ietf-subscribed-notifications:delete-subscription",
            "/restconf/operations/sal-remote:create-data-change-event-subscription",
            "/restconf/operations/sal-remote:create-notification-stream");

    /** The bearer of a verified certificate. */
    record Bearer(String getName) implements Principal {}

    private final Map<String, Role> roles;

    Gate(List<Operator> operators) {
        roles = operators.stream().collect(Collectors.toUnmodifiableMap(Operator::commonName, Operator::role));
    }

    boolean admits(Principal bearer, HttpMethod method, String uri) {
        return Optional.ofNullable(roles.get(bearer.getName()))
                .map(role -> switch (role) {
                    case OPERATOR -> true;
                    case VIEWER -> READING.contains(method) || HARMLESS.stream().anyMatch(uri::startsWith);
                })
                .orElse(false);
    }

    @Override
    public Principal acquirePrincipal(HttpHeaders headers) {
        return new Bearer(headers.get(NAME_HEADER));
    }

    @Override
    public AuthHandler<?> create() {
        return new Guard(this);
    }
}
