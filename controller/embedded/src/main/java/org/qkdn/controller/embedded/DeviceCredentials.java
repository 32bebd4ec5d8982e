package org.qkdn.controller.embedded;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.qkdn.controller.embedded.configuration.ControllerConfiguration;
import org.qkdn.controller.southbound.Credentials;
import org.qkdn.netconf.client.TlsKeys;

/** What the controller shows to devices: SSH keys and passwords by name, and its own certificate. */
record DeviceCredentials(Map<String, Path> keys, Map<String, Path> passwords, TlsKeys own) implements Credentials {
    static DeviceCredentials of(ControllerConfiguration configuration) {
        final var keys = configuration.ssh().credentials().stream()
                .collect(Collectors.toMap(
                        ControllerConfiguration.Credential::name, ControllerConfiguration.Credential::privateKey));
        final var passwords = configuration.passwords().stream()
                .collect(Collectors.toMap(
                        ControllerConfiguration.Password::name, ControllerConfiguration.Password::file));
        final var tls = configuration.tls();
        return new DeviceCredentials(keys, passwords, new TlsKeys(tls.certificate(), tls.key()));
    }

    @Override
    public Optional<Path> privateKey(String name) {
        return Optional.ofNullable(keys.get(name));
    }

    @Override
    public Optional<Path> password(String name) {
        return Optional.ofNullable(passwords.get(name));
    }

    @Override
    public Optional<TlsKeys> certificate() {
        return Optional.of(own);
    }
}
