package org.qkdn.netconf;

import java.nio.file.Path;
import java.util.List;

/**
 * How one server listens.
 *
 * @param host address to bind, such as 127.0.0.1
 * @param port 0 takes any free one
 * @param hostKey private key PEM file (RSA or EC), traditional or PKCS#8
 * @param users who may log in, by public key only
 * @param maxSessions further sessions are closed at once
 * @param stream name of the event stream: "NETCONF" unless a model wants another
 */
public record NetconfSettings(
        String host, int port, Path hostKey, List<NetconfUser> users, int maxSessions, String stream) {
    public NetconfSettings {
        users = List.copyOf(users);
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("no such port: " + port);
        }
        if (maxSessions < 1) {
            throw new IllegalArgumentException("maxSessions must be positive: " + maxSessions);
        }
    }

    public NetconfSettings(String host, int port, Path hostKey, List<NetconfUser> users) {
        this(host, port, hostKey, users, 64, "NETCONF");
    }

    public NetconfSettings withStream(String name) {
        return new NetconfSettings(host, port, hostKey, users, maxSessions, name);
    }
}
