package org.qkdn.netconf;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How one server is reached.
 *
 * @param host address to bind, such as 127.0.0.1
 * @param port for SSH; 0 takes any free one
 * @param hostKey private key PEM file (RSA or EC), traditional or PKCS#8
 * @param tls identity towards those who come, or are called, over TLS
 * @param tlsPort 0 takes any free one; without it nobody can come over TLS
 * @param callHome clients to connect to
 * @param users who may log in
 * @param maxSessions further sessions are closed at once
 * @param keepAlive how long a client may be silent before it is asked whether it is still there: over SSH by a request
 *     that it has to answer, over TLS by TCP, in whole seconds; three without a sign of life end its session; nor does it take longer than twelve times that to log in over SSH
 * @param stream name of the event stream: "NETCONF" unless a model wants another
 * @param replay how many of the last notifications can be replayed
 * @param checkpoint file that takes a confirmed commit back if the server dies before it is confirmed; without it such a
 *     commit stands
 */
public record NetconfSettings(
        String host,
        int port,
        Path hostKey,
        Optional<NetconfTls> tls,
        OptionalInt tlsPort,
        List<CallHome> callHome,
        List<NetconfUser> users,
        int maxSessions,
        Duration keepAlive,
        String stream,
        int replay,
        Optional<Path> checkpoint) {
    private static final Duration DEFAULT_KEEP_ALIVE = Duration.ofSeconds(5);
    private static final Duration LONGEST_KEEP_ALIVE = Duration.ofHours(1);
    private static final int DEFAULT_REPLAY = 256;

    public NetconfSettings {
        callHome = List.copyOf(callHome);
        users = List.copyOf(users);
        requirePort(port);
        tlsPort.ifPresent(NetconfSettings::requirePort);
        if (maxSessions < 1) {
            throw new IllegalArgumentException("maxSessions must be positive: " + maxSessions);
        }
        if (!keepAlive.isPositive() || keepAlive.compareTo(LONGEST_KEEP_ALIVE) > 0) {
            throw new IllegalArgumentException("keepAlive must be positive, and at most an hour: " + keepAlive);
        }
        if (tls.isEmpty()
                && (tlsPort.isPresent()
                        || callHome.stream().anyMatch(home -> home.protocol() == CallHome.Protocol.TLS))) {
            throw new IllegalArgumentException("TLS needs a certificate, its key and a CA");
        }
    }

    public NetconfSettings(String host, int port, Path hostKey, List<NetconfUser> users) {
        this(
                host,
                port,
                hostKey,
                Optional.empty(),
                OptionalInt.empty(),
                List.of(),
                users,
                64,
                DEFAULT_KEEP_ALIVE,
                "NETCONF",
                DEFAULT_REPLAY,
                Optional.empty());
    }

    /** For call home at least; see {@link #withTlsPort}. */
    public NetconfSettings withTls(NetconfTls identity) {
        return new NetconfSettings(
                host,
                port,
                hostKey,
                Optional.of(identity),
                tlsPort,
                callHome,
                users,
                maxSessions,
                keepAlive,
                stream,
                replay,
                checkpoint);
    }

    public NetconfSettings withTlsPort(int number) {
        return new NetconfSettings(
                host,
                port,
                hostKey,
                tls,
                OptionalInt.of(number),
                callHome,
                users,
                maxSessions,
                keepAlive,
                stream,
                replay,
                checkpoint);
    }

    public NetconfSettings withCallHome(List<CallHome> homes) {
        return new NetconfSettings(
                host, port, hostKey, tls, tlsPort, homes, users, maxSessions, keepAlive, stream, replay, checkpoint);
    }

    public NetconfSettings withMaxSessions(int most) {
        return new NetconfSettings(
                host, port, hostKey, tls, tlsPort, callHome, users, most, keepAlive, stream, replay, checkpoint);
    }

    public NetconfSettings withKeepAlive(Duration interval) {
        return new NetconfSettings(
                host, port, hostKey, tls, tlsPort, callHome, users, maxSessions, interval, stream, replay, checkpoint);
    }

    public NetconfSettings withStream(String name) {
        return new NetconfSettings(
                host, port, hostKey, tls, tlsPort, callHome, users, maxSessions, keepAlive, name, replay, checkpoint);
    }

    public NetconfSettings withReplay(int most) {
        return new NetconfSettings(
                host, port, hostKey, tls, tlsPort, callHome, users, maxSessions, keepAlive, stream, most, checkpoint);
    }

    public NetconfSettings withCheckpoint(Path file) {
        return new NetconfSettings(
                host,
                port,
                hostKey,
                tls,
                tlsPort,
                callHome,
                users,
                maxSessions,
                keepAlive,
                stream,
                replay,
                Optional.of(file));
    }

    private static void requirePort(int number) {
        if (number < 0 || number > 65535) {
            throw new IllegalArgumentException("no such port: " + number);
        }
    }
}
