package org.qkdn.controller.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.qkdn.controller.embedded.configuration.ControllerConfiguration;
import org.qkdn.controller.embedded.configuration.ControllerConfiguration.Netconf;
import org.qkdn.controller.embedded.configuration.ControllerConfiguration.Restconf;
import org.qkdn.controller.embedded.configuration.ControllerConfiguration.Ssh;

/** The embedded controller, in this JVM. */
final class EmbeddedUnderTest implements TestedController {
    private final ControllerConfiguration configuration;
    private Controller controller;

    private EmbeddedUnderTest(ControllerConfiguration configuration) throws IOException {
        this.configuration = configuration;
        controller = Controller.start(configuration, TestModels.MODELS);
    }

    static EmbeddedUnderTest start(TestAuthority authority, Path folder) throws Exception {
        return new EmbeddedUnderTest(new ControllerConfiguration(
                folder.resolve("state"),
                new Restconf("127.0.0.1", 0),
                new Netconf("127.0.0.1", 0, folder.resolve("host"), List.of(TestedController.nms(folder))),
                authority.issue("controller"),
                OPERATORS,
                new Ssh(List.of()),
                ControllerConfiguration.CallHome.NOWHERE,
                ControllerConfiguration.Recording.OFF,
                List.of()));
    }

    @Override
    public int restconfPort() {
        return controller.restconfAddress().getPort();
    }

    @Override
    public int netconfPort() {
        return controller.netconfPort();
    }

    @Override
    public void restart() throws IOException {
        controller.close();
        controller = Controller.start(configuration, TestModels.MODELS);
    }

    @Override
    public void close() throws IOException {
        controller.close();
    }
}
