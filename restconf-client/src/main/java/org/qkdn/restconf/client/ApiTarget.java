package org.qkdn.restconf.client;

import java.util.Optional;

/**
 * A device's RESTCONF with habits of its own: a password, another root, or no TLS.
 *
 * @param secured empty: plain text, which is only for what an operator asked for by name
 * @param root of the API, such as {@code /restconf}; empty: as the server tells
 * @param authorization value of the header of that name; empty: none
 */
public record ApiTarget(
        String host, int port, Optional<RestconfTarget> secured, String root, Optional<String> authorization) {
    /** For log lines and messages. */
    public String address() {
        return host + ":" + port;
    }

    /** Without what is secret. */
    @Override
    public String toString() {
        return (secured.isPresent() ? "https://" : "http://") + address() + root;
    }
}
