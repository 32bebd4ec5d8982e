package org.qkdn.netconf;

import java.io.IOException;
import java.util.OptionalInt;
import org.qkdn.netconf.session.Listener;
import org.qkdn.netconf.session.ServerCore;

/** A NETCONF server (RFC 6241, 5277, 6022, 8341) over SSH (RFC 6242) and TLS (RFC 7589), listening or calling home. */
public final class NetconfServer implements AutoCloseable {
    private final Listener listener;

    private NetconfServer(Listener listener) {
        this.listener = listener;
    }

    /** Listens once this returns. The exception's message names the port or the file at fault. */
    public static NetconfServer start(
            NetconfSettings settings, YangModel model, NetconfDatastore datastore, RpcHandler rpcs) throws IOException {
        return new NetconfServer(Listener.open(settings, model, datastore, rpcs));
    }

    public int port() {
        return listener.port();
    }

    /** Empty where nobody can come over TLS. */
    public OptionalInt tlsPort() {
        return listener.tlsPort();
    }

    public NotificationStream notifications() {
        return listener.notifications();
    }

    /** For another protocol beside this one, on the same data. */
    public ServerCore core() {
        return listener.core();
    }

    /** Ends all sessions and frees the port. */
    @Override
    public void close() {
        listener.close();
    }
}
