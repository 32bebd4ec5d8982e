package org.qkdn.netconf;

import java.io.IOException;

/** A NETCONF server over SSH (RFC 6241, 6242, 5277, 6022). */
@SuppressWarnings("DoNotCallSuggester") // first cut of the interface
public final class NetconfSshServer implements AutoCloseable {
    private NetconfSshServer() {}

    /** Listens once this returns. The exception's message names the port or the file at fault. */
    public static NetconfSshServer start(
            NetconfSettings settings, YangModel model, NetconfDatastore datastore, RpcHandler rpcs) throws IOException {
        throw new UnsupportedOperationException("under construction");
    }

    public int port() {
        throw new UnsupportedOperationException("under construction");
    }

    public NotificationStream notifications() {
        throw new UnsupportedOperationException("under construction");
    }

    /** Ends all sessions and frees the port. */
    @Override
    public void close() {
        throw new UnsupportedOperationException("under construction");
    }
}
