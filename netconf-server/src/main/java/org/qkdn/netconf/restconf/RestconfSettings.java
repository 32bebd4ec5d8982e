package org.qkdn.netconf.restconf;

import org.qkdn.netconf.NetconfTls;

/**
 * How a server is reached over RESTCONF.
 *
 * @param host address to bind, such as 127.0.0.1
 * @param port 0 takes any free one
 * @param tls what it shows and trusts; the common name of the client's certificate is the name of the user
 */
public record RestconfSettings(String host, int port, NetconfTls tls, RestconfLimits limits) {
    public RestconfSettings {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("no such port: " + port);
        }
    }

    public RestconfSettings(String host, int port, NetconfTls tls) {
        this(host, port, tls, RestconfLimits.USUAL);
    }
}
