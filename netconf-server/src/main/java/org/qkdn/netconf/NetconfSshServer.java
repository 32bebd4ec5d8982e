package org.qkdn.netconf;

import java.io.IOException;
import org.qkdn.netconf.session.Listener;

/** A NETCONF server over SSH (RFC 6241, 6242, 5277, 6022). */
public final class NetconfSshServer implements AutoCloseable {
    private final Listener listener;

    private NetconfSshServer(Listener listener) {
        this.listener = listener;
    }

    /** Listens once this returns. The exception's message names the port or the file at fault. */
    public static NetconfSshServer start(
            NetconfSettings settings, YangModel model, NetconfDatastore datastore, RpcHandler rpcs) throws IOException {
        return new NetconfSshServer(Listener.open(settings, model, datastore, rpcs));
    }

    public int port() {
        return listener.port();
    }

    public NotificationStream notifications() {
        return listener.notifications();
    }

    /** Ends all sessions and frees the port. */
    @Override
    public void close() {
        listener.close();
    }
}
