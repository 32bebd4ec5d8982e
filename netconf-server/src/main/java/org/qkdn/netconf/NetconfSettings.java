package org.qkdn.netconf;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How one server listens.
 *
 * @param host address to bind, such as 127.0.0.1
 * @param port 0 takes any free one
 * @param hostKey private key PEM file (RSA or EC), traditional or PKCS#8
 * @param users who may log in, by public key only
 * @param maxSessions further sessions are closed at once
 * @param stream name of the event stream: "NETCONF" unless a model wants another
 * @param replay how many of the last notifications can be replayed
 * @param checkpoint file that takes a confirmed commit back if the server dies before it is confirmed; without it such a
 *     commit stands
 */
public record NetconfSettings(
        String host,
        int port,
        Path hostKey,
        List<NetconfUser> users,
        int maxSessions,
        String stream,
        int replay,
        Optional<Path> checkpoint) {
    private static final int DEFAULT_REPLAY = 256;

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
        this(host, port, hostKey, users, 64, "NETCONF", DEFAULT_REPLAY, Optional.empty());
    }

    public NetconfSettings withStream(String name) {
        return new NetconfSettings(host, port, hostKey, users, maxSessions, name, replay, checkpoint);
    }

    public NetconfSettings withMaxSessions(int most) {
        return new NetconfSettings(host, port, hostKey, users, most, stream, replay, checkpoint);
    }

    public NetconfSettings withReplay(int most) {
        return new NetconfSettings(host, port, hostKey, users, maxSessions, stream, most, checkpoint);
    }

    public NetconfSettings withCheckpoint(Path file) {
        return new NetconfSettings(host, port, hostKey, users, maxSessions, stream, replay, Optional.of(file));
    }
}
