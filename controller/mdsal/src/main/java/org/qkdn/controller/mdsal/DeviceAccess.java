package org.qkdn.controller.mdsal;

import java.time.Duration;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.inventory.rev261121.ManagementAccess;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.inventory.rev261121.inventory.Node;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.optical.Switch;
import org.qkdn.controller.core.model.SecretKeyRate;

/**
 * Where and how a device is managed; {@code credentials} names an entry of the controller's own configuration.
 *
 * @param readInterval of a node whose agent sends no notifications
 * @param assumedRate of an active link of a node whose agent reports none
 */
public record DeviceAccess(
        String name,
        String host,
        int port,
        String user,
        String credentials,
        String hostKey,
        String protocol,
        Duration readInterval,
        SecretKeyRate assumedRate) {
    /** The model's default. */
    private static final String NETCONF = "netconf-ssh";

    /** RFC 6242. */
    private static final int NETCONF_OVER_SSH = 830;

    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    /** Of Polatis switches, as seen in the field. */
    private static final int POLATIS_RESTCONF = 8008;

    private static final int SCPI = 5025;

    /** Of CALIENT switches. */
    private static final int TL1 = 3082;

    /** The model's default. */
    private static final Duration READ_INTERVAL = Duration.ofSeconds(10);

    static DeviceAccess of(Node node) {
        return of(
                node.requireName().getValue(),
                node,
                node.getProtocol() == null ? NETCONF : node.requireProtocol().getName(),
                node.getReadInterval() == null
                        ? READ_INTERVAL
                        : Duration.ofSeconds(node.requireReadInterval().toJava()),
                node.getAssumedRate() == null
                        ? SecretKeyRate.ZERO
                        : new SecretKeyRate(node.requireAssumedRate().getValue().longValue()));
    }

    static DeviceAccess of(Switch opticalSwitch) {
        return of(
                opticalSwitch.requireName(),
                opticalSwitch,
                opticalSwitch.getProtocol() == null
                        ? NETCONF
                        : opticalSwitch.requireProtocol().getName(),
                READ_INTERVAL,
                SecretKeyRate.ZERO);
    }

    private static DeviceAccess of(
            String name, ManagementAccess access, String protocol, Duration readInterval, SecretKeyRate assumedRate) {
        return new DeviceAccess(
                name,
                access.requireAddress().stringValue(),
                access.getPort() == null
                        ? defaultPort(protocol)
                        : access.requirePort().getValue().toJava(),
                access.requireUser(),
                access.requireCredentials(),
                access.getHostKey() == null ? "" : access.requireHostKey(),
                protocol,
                readInterval,
                assumedRate);
    }

    private static int defaultPort(String protocol) {
        return switch (protocol) {
            case "restconf", "tapi" -> HTTPS;
            case "tapi-plain" -> HTTP;
            case "polatis-restconf", "polatis-restconf-plain" -> POLATIS_RESTCONF;
            case "polatis-scpi", "polatis-scpi-plain" -> SCPI;
            case "calient-tl1", "calient-tl1-plain" -> TL1;
            default -> NETCONF_OVER_SSH;
        };
    }
}
