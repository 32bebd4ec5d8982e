package org.qkdn.controller.mdsal;

import org.opendaylight.yang.gen.v1.urn.qkdn.yang.inventory.rev261121.ManagementAccess;

/** Where and how a device is managed; {@code credentials} names an entry of the controller's own configuration. */
public record DeviceAccess(
        String name, String host, int port, String user, String credentials, String hostKey, String protocol) {
    /** The default of {@code port} (RFC 6242). */
    private static final int NETCONF_OVER_SSH = 830;

    static DeviceAccess of(String name, ManagementAccess access) {
        return new DeviceAccess(
                name,
                access.requireAddress().stringValue(),
                access.getPort() == null
                        ? NETCONF_OVER_SSH
                        : access.requirePort().getValue().toJava(),
                access.requireUser(),
                access.requireCredentials(),
                access.getHostKey() == null ? "" : access.requireHostKey(),
                access.getProtocol() == null
                        ? "netconf-ssh"
                        : access.requireProtocol().getName());
    }
}
