package org.qkdn.controller.plane;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.qkdn.controller.southbound.Credentials;
import org.qkdn.netconf.client.TlsKeys;

/** What the controller shows to devices: SSH keys and passwords by name, and its own certificate. */
public record DeviceCredentials(Map<String, Path> keys, Map<String, Path> passwords, TlsKeys own)
        implements Credentials {
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
