package org.qkdn.netconf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import org.qkdn.netconf.restconf.RestconfLimits;
import org.qkdn.netconf.restconf.RestconfServer;
import org.qkdn.netconf.restconf.RestconfSettings;

/** A server of the test model that speaks both protocols. */
record RestconfUnderTest(TestServer netconf, TestCertificates certificates, RestconfServer server)
        implements AutoCloseable {
    static RestconfUnderTest start(Path folder) throws IOException, GeneralSecurityException {
        return start(folder, RestconfLimits.USUAL);
    }

    static RestconfUnderTest start(Path folder, RestconfLimits limits) throws IOException, GeneralSecurityException {
        final var certificates = TestCertificates.in(folder.resolve("pki"));
        final var netconf = TestServer.start(Files.createDirectories(folder));
        final var settings = new RestconfSettings("127.0.0.1", 0, certificates.issue("server"), limits);
        return new RestconfUnderTest(netconf, certificates, RestconfServer.start(settings, netconf.core()));
    }

    RestconfClient connect(String user) throws IOException, GeneralSecurityException {
        return RestconfClient.of(certificates.client(user), server.port());
    }

    @Override
    public void close() {
        server.close();
        netconf.close();
    }
}
