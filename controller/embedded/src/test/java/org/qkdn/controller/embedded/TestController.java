package org.qkdn.controller.embedded;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.qkdn.controller.embedded.configuration.ControllerConfiguration;
import org.qkdn.controller.embedded.configuration.ControllerConfiguration.Netconf;
import org.qkdn.controller.embedded.configuration.ControllerConfiguration.Restconf;
import org.qkdn.controller.embedded.configuration.ControllerConfiguration.Ssh;
import org.qkdn.controller.northbound.restconf.Operator;
import org.qkdn.controller.northbound.restconf.RestconfEndpoint;
import org.qkdn.controller.northbound.restconf.Role;

/** Broker and RESTCONF in a folder of their own, on a free port, with an authority of their own. */
final class TestController implements AutoCloseable {
    private final TestAuthority authority;
    private final EmbeddedBroker broker;
    private final RestconfEndpoint restconf;

    TestController(Path folder) throws Exception {
        authority = new TestAuthority(folder.resolve("pki"), "test authority");
        var configuration = new ControllerConfiguration(
                folder.resolve("state"),
                new Restconf("127.0.0.1", 0),
                new Netconf("127.0.0.1", 0, folder.resolve("host.pem"), List.of()),
                authority.issue("controller"),
                List.of(new Operator("operator", Role.OPERATOR), new Operator("viewer", Role.VIEWER)),
                new Ssh(List.of()),
                ControllerConfiguration.CallHome.NOWHERE,
                ControllerConfiguration.Recording.OFF,
                List.of());
        broker = EmbeddedBroker.open(TestModels.MODELS, configuration.stateDirectory());
        restconf = RestconfEndpoint.start(broker.services(), configuration.restconfSettings());
    }

    EmbeddedBroker broker() {
        return broker;
    }

    TestAuthority authority() {
        return authority;
    }

    InetSocketAddress address() {
        return restconf.address();
    }

    RestconfClient client(String commonName) throws Exception {
        return new RestconfClient(address().getPort(), authority.ca(), Optional.of(authority.issue(commonName)));
    }

    @Override
    public void close() throws IOException {
        restconf.close();
        broker.close();
    }
}
