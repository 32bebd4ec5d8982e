package org.qkdn.restconf.client;

import org.qkdn.netconf.client.TlsKeys;

/**
 * A RESTCONF server and how either side is known to the other. Its certificate is pinned: no other is accepted, and none at
 * all while the fingerprint is empty, for a first contact needs a person's word.
 *
 * @param keys what we show
 * @param certificateFingerprint SHA-256 of the DER encoding: {@code SHA256:base64}
 */
public record RestconfTarget(String host, int port, TlsKeys keys, String certificateFingerprint) {
    /** For log lines and messages. */
    public String address() {
        return host + ":" + port;
    }
}
