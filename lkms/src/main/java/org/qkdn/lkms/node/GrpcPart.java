package org.qkdn.lkms.node;

import io.grpc.Server;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of the LKMS's gRPC servers, as a part that starts and ends.
 *
 * @param name of the part of the configuration that holds the address
 */
public record GrpcPart(String name, Server server, InetSocketAddress address) implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GrpcPart.class);

    /** Listens, and returns the port. */
    public int start() throws IOException {
        try {
            server.start();
            return server.getPort();
        } catch (IOException e) {
            throw new IOException(
                    name + ": cannot listen on " + address.getHostString() + ":" + address.getPort()
                            + ": stop what uses the port or choose another",
                    e);
        }
    }

    @Override
    public void close() {
        server.shutdownNow();
        try {
            if (!server.awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.warn("the gRPC server did not end in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
