package org.qkdn.controller.karaf;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.qkdn.controller.northbound.NmsSettings;
import org.qkdn.controller.northbound.restconf.RestconfSettings;
import org.qkdn.controller.plane.DeviceCredentials;

/**
 * What {@code etc/org.qkdn.controller.cfg} says.
 *
 * @param state folder for what this member alone keeps
 * @param recording where what the engine hears and decides is written down; may be left out
 */
record Settings(
        RestconfSettings restconf,
        NmsSettings nms,
        DeviceCredentials devices,
        CallHome callHome,
        Path state,
        Optional<Path> recording) {

    /** Where devices call (RFC 8071). Port 0: nowhere. */
    record CallHome(String host, int sshPort, int tlsPort) {}

    /**
     * Reads it.
     *
     * @throws IllegalArgumentException with one line that names entry, value and remedy
     */
    static Settings of(Map<String, ?> properties) {
        return new SettingsReader(properties).read();
    }
}
