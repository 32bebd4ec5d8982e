package org.qkdn.netconf.client;

import java.util.List;
import java.util.stream.Collectors;
import org.w3c.dom.Element;

/** What a server answered to a request (RFC 6241 4.2 to 4.4). */
public sealed interface Reply {
    /** The rpc-reply element, holding {@code ok} or data. */
    record Answer(Element reply) implements Reply {}

    /** At least one rpc-error of severity error. */
    record Refused(List<RpcError> errors) implements Reply {
        public Refused {
            errors = List.copyOf(errors);
        }

        /** For a person. */
        public String text() {
            return errors.stream().map(RpcError::text).collect(Collectors.joining("; "));
        }
    }
}
