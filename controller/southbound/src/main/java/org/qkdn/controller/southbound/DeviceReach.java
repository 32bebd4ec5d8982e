package org.qkdn.controller.southbound;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.qkdn.netconf.client.NetconfTarget;
import org.qkdn.netconf.client.TlsKeys;
import org.qkdn.optical.Login;

/** How a device is reached, with the credentials that its registration names. */
record DeviceReach(ManagedDevice device, Credentials credentials) {
    NetconfTarget netconf() throws IOException {
        final var pin = device.hostKeyFingerprint();
        return switch (device.protocol()) {
            case SSH -> new NetconfTarget.Ssh(device.host(), device.port(), device.user(), privateKey(), pin);
            case TLS -> new NetconfTarget.Tls(device.host(), device.port(), certificate(), pin);
            case SSH_CALL_HOME -> new NetconfTarget.SshCaller(device.name(), device.user(), privateKey(), pin);
            case TLS_CALL_HOME -> new NetconfTarget.TlsCaller(device.name(), pin);
            case RESTCONF,
                    POLATIS_RESTCONF,
                    POLATIS_RESTCONF_PLAIN,
                    POLATIS_SCPI,
                    POLATIS_SCPI_PLAIN,
                    TAPI,
                    TAPI_PLAIN,
                    CALIENT_TL1,
                    CALIENT_TL1_PLAIN ->
                throw new IOException(device.name() + ": " + device.protocol()
                        + " is not spoken with such a device; register another");
        };
    }

    TlsKeys certificate() throws IOException {
        return credentials
                .certificate()
                .orElseThrow(() -> new IOException(device.name() + ": the controller has no certificate to show"));
    }

    /** For devices that must have a password. */
    Login login() throws IOException {
        return loginIfAny()
                .orElseThrow(() -> new IOException(device.name() + ": no password is known by the name "
                        + device.credentialName() + "; add it to the controller's passwords"));
    }

    /** Of its file, anew each time: whoever changes it there need not start us again. */
    Optional<Login> loginIfAny() throws IOException {
        final var file = credentials.password(device.credentialName());
        return file.isPresent() ? Optional.of(new Login(device.user(), line(file.get()))) : Optional.empty();
    }

    private String line(Path file) throws IOException {
        try {
            final var lines = Files.readAllLines(file);
            if (lines.size() == 1 && !lines.getFirst().isEmpty()) {
                return lines.getFirst();
            }
        } catch (IOException e) {
            throw new IOException(device.name() + ": " + file + " cannot be read as a password file", e);
        }
        throw new IOException(device.name() + ": " + file + " must hold one line, the password");
    }

    private Path privateKey() throws IOException {
        return credentials
                .privateKey(device.credentialName())
                .orElseThrow(() -> new IOException(device.name() + ": no private key is known by the name "
                        + device.credentialName() + "; add it to the controller's credentials"));
    }
}
