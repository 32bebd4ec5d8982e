package org.qkdn.controller.embedded.configuration;

import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.annotation.OptBoolean;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.qkdn.controller.northbound.NmsSettings;
import org.qkdn.controller.northbound.NmsUser;
import org.qkdn.controller.northbound.restconf.Operator;
import org.qkdn.controller.northbound.restconf.RestconfSettings;
import org.qkdn.controller.northbound.tls.TlsFiles;
import org.qkdn.controller.plane.DeviceCredentials;
import org.qkdn.netconf.client.TlsKeys;

/**
 * {@code controller.yaml}. Paths are absolute once {@link ConfigurationFile} has read it.
 *
 * @param stateDirectory holds the configuration datastore
 * @param tls the controller's own identity, and the authority whose client certificates it accepts
 * @param operators who may do what over RESTCONF; others are refused
 * @param callHome may be left out
 * @param recording may be left out: nothing is recorded then
 * @param passwords may be left out: there are none then
 */
public record ControllerConfiguration(
        Path stateDirectory,
        Restconf restconf,
        Netconf netconf,
        TlsFiles tls,
        List<Operator> operators,
        Ssh ssh,

        @JacksonInject(value = CallHome.ABSENT, useInput = OptBoolean.TRUE)
        CallHome callHome,

        @JacksonInject(value = Recording.ABSENT, useInput = OptBoolean.TRUE)
        Recording recording,

        @JacksonInject(value = Password.ABSENT, useInput = OptBoolean.TRUE)
        List<Password> passwords) {

    /** Where what the engine hears and decides is written down, one pair of files for each start. */
    public record Recording(Path folder) {
        /** Of a file that says nothing about it. */
        public static final Recording OFF = new Recording(Path.of(""));

        static final String ABSENT = "recording";

        public boolean isOn() {
            return !equals(OFF);
        }

        Recording relativeTo(Path base) {
            return isOn() ? new Recording(base.resolve(folder)) : OFF;
        }
    }

    /** Where devices call (RFC 8071; usual are 4334 and 4335). Port 0: nowhere. */
    public record CallHome(String host, int sshPort, int tlsPort) {
        /** Of a file that says nothing about it. */
        public static final CallHome NOWHERE = new CallHome("127.0.0.1", 0, 0);

        static final String ABSENT = "callHome";
    }

    /** Where RESTCONF listens. Port 0 takes a free one. */
    public record Restconf(String host, int port) {}

    /**
     * The NETCONF server for network management systems.
     *
     * @param hostKey PEM, RSA 3072 or EC P-256
     */
    public record Netconf(String host, int port, Path hostKey, List<NmsUser> users) {}

    /** What the controller needs as an SSH client of agents and switches. */
    public record Ssh(List<Credential> credentials) {}

    /**
     * A key the inventory refers to by name.
     *
     * @param privateKey traditional PEM, EC P-256
     */
    public record Credential(String name, Path privateKey) {}

    /**
     * A password the inventory refers to by name, of a switch that knows no keys.
     *
     * @param file has it as its only line; read at each login
     */
    public record Password(String name, Path file) {
        static final String ABSENT = "passwords";
    }

    public RestconfSettings restconfSettings() {
        return new RestconfSettings(restconf.host(), restconf.port(), tls, operators);
    }

    public NmsSettings nmsSettings() {
        return new NmsSettings(netconf.host(), netconf.port(), netconf.hostKey(), netconf.users(), stateDirectory);
    }

    /** What the controller shows to devices. */
    public DeviceCredentials deviceCredentials() {
        return new DeviceCredentials(
                ssh.credentials().stream().collect(Collectors.toMap(Credential::name, Credential::privateKey)),
                passwords.stream().collect(Collectors.toMap(Password::name, Password::file)),
                new TlsKeys(tls.certificate(), tls.key()));
    }

    ControllerConfiguration relativeTo(Path folder) {
        return new ControllerConfiguration(
                folder.resolve(stateDirectory),
                restconf,
                new Netconf(
                        netconf.host(),
                        netconf.port(),
                        folder.resolve(netconf.hostKey()),
                        netconf.users().stream()
                                .map(user -> new NmsUser(user.name(), folder.resolve(user.publicKey()), user.role()))
                                .toList()),
                tls.relativeTo(folder),
                List.copyOf(operators),
                new Ssh(ssh.credentials().stream()
                        .map(credential -> new Credential(credential.name(), folder.resolve(credential.privateKey())))
                        .toList()),
                callHome,
                recording.relativeTo(folder),
                passwords.stream()
                        .map(password -> new Password(password.name(), folder.resolve(password.file())))
                        .toList());
    }
}
