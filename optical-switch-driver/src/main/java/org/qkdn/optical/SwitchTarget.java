package org.qkdn.optical;

import java.util.Optional;
import org.qkdn.netconf.client.TlsKeys;
import org.qkdn.restconf.client.ApiTarget;
import org.qkdn.restconf.client.RestconfTarget;

/**
 * A switch that is reached by another protocol than NETCONF.
 *
 * @param secured empty: plain text, which is only for what an operator asked for by name. With TLS, its other end may be a
 *     tunnel in front of the switch
 */
public record SwitchTarget(String host, int port, Optional<Pin> secured, Login login) {
    /**
     * TLS 1.3.
     *
     * @param keys what we show
     * @param certificateFingerprint of the one certificate that is accepted
     */
    public record Pin(TlsKeys keys, String certificateFingerprint) {}

    /** For log lines and messages. */
    String address() {
        return host + ":" + port;
    }

    /** {@code root} of the API; empty: as the server tells. */
    ApiTarget api(String root) {
        return new ApiTarget(
                host,
                port,
                secured.map(pin -> new RestconfTarget(host, port, pin.keys(), pin.certificateFingerprint())),
                root,
                login.basic());
    }
}
