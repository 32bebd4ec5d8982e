package org.qkdn.lkms.metrics;

import java.net.InetSocketAddress;
import java.util.List;
import org.qkdn.lkms.LkmsConfiguration.Endpoint;

/** Where metrics are served, and the common names of the certificates that may read them. */
public record MetricsConfiguration(String host, int port, List<String> readers) {
    public MetricsConfiguration {
        readers = readers == null ? List.of() : List.copyOf(readers);
        if (readers.isEmpty()) {
            throw new IllegalArgumentException("'metrics.readers' is missing: give common names, e.g. [prometheus]");
        }
    }

    public InetSocketAddress address() {
        return new Endpoint(host, port).address();
    }
}
