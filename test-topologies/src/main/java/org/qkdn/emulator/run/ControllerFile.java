package org.qkdn.emulator.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.qkdn.emulator.network.Identities;
import org.qkdn.emulator.network.PortPlan;
import org.qkdn.emulator.network.StateDirectory;
import org.qkdn.emulator.pki.Pki;

/** Writes the controller's own configuration file. */
final class ControllerFile {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final String LOOPBACK = "127.0.0.1";

    private ControllerFile() {}

    static Path write(StateDirectory state, PortPlan ports) throws IOException {
        var pki = Identities.open(state.pki(), ports.topology());
        var directory = Files.createDirectories(state.root().resolve("controller"));
        var file = directory.resolve("controller.yaml");
        YAML.writeValue(file.toFile(), content(directory, ports, pki));
        return file;
    }

    private static ObjectNode content(Path directory, PortPlan ports, Pki pki) {
        var content = YAML.createObjectNode();
        content.put("stateDirectory", directory.resolve("datastore").toString());
        content.putObject("restconf").put("host", LOOPBACK).put("port", ports.restconf());
        content.putObject("netconf")
                .put("host", LOOPBACK)
                .put("port", ports.controllerNetconf())
                .put("hostKey", pki.sshKey(Identities.CONTROLLER_HOST).toString())
                .putArray("users")
                .addObject()
                .put("name", Identities.OPERATOR)
                .put("publicKey", pki.sshPublicKey(Identities.OPERATOR).toString())
                .put("role", "operator");
        var tls = pki.tls(Identities.CONTROLLER);
        content.putObject("tls")
                .put("certificate", tls.certificate().toString())
                .put("key", tls.key().toString())
                .put("ca", tls.ca().toString());
        content.putArray("operators")
                .addObject()
                .put("commonName", Identities.OPERATOR)
                .put("role", "operator");
        content.putObject("ssh")
                .putArray("credentials")
                .addObject()
                .put("name", Identities.CONTROLLER)
                .put("privateKey", pki.sshKey(Identities.CONTROLLER).toString());
        return content;
    }
}
