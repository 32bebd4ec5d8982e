package org.qkdn.controller.mdsal;

import java.time.Duration;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.inventory.rev261121.ManagementAccess;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.inventory.rev261121.inventory.Node;
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
    /** RFC 6242. */
    private static final int NETCONF_OVER_SSH = 830;

    private static final int HTTPS = 443;

    /** The model's default. */
    private static final Duration READ_INTERVAL = Duration.ofSeconds(10);

    static DeviceAccess of(Node node) {
        return of(
                node.requireName().getValue(),
                node,
                node.getReadInterval() == null
                        ? READ_INTERVAL
                        : Duration.ofSeconds(node.requireReadInterval().toJava()),
                node.getAssumedRate() == null
                        ? SecretKeyRate.ZERO
                        : new SecretKeyRate(node.requireAssumedRate().getValue().longValue()));
    }

    static DeviceAccess of(String name, ManagementAccess access) {
        return of(name, access, READ_INTERVAL, SecretKeyRate.ZERO);
    }

    private static DeviceAccess of(
            String name, ManagementAccess access, Duration readInterval, SecretKeyRate assumedRate) {
        final var protocol = access.getProtocol() == null
                ? "netconf-ssh"
                : access.requireProtocol().getName();
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
        return protocol.equals("restconf") ? HTTPS : NETCONF_OVER_SSH;
    }
}
