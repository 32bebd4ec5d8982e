package org.qkdn.lkms.supply;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.qkdn.lkms.LkmsConfiguration.Endpoint;

/** Where modules push their keys to. */
public record PushConfiguration(String host, int port, Transport transport) {
    /** What is under the frames. */
    public enum Transport {
        /** Mutual TLS 1.3. */
        @JsonProperty("tls")
        TLS,
        /** Plain TCP within this machine, for modules behind a tunnel that ends here. */
        @JsonProperty("plain")
        PLAIN,
        /** Plain TCP from anywhere: whoever can listen on the way has the keys. */
        @JsonProperty("plain-anywhere")
        PLAIN_ANYWHERE
    }

    public PushConfiguration {
        transport = transport == null ? Transport.TLS : transport;
        var at = new Endpoint(host, port);
        if (transport == Transport.PLAIN && !isLoopback(at.host())) {
            throw new IllegalArgumentException(
                    "push.host " + host + " is not of the loopback, where alone 'transport: plain'"
                            + " is safe: use tls, or plain-anywhere if nobody can listen on the way");
        }
    }

    InetSocketAddress address() {
        return new InetSocketAddress(host, port);
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
