package org.qkdn.controller.southbound;

import java.io.IOException;
import java.util.Optional;
import org.qkdn.netconf.client.NetconfClients;
import org.qkdn.netconf.client.Timing;
import org.qkdn.optical.Login;
import org.qkdn.optical.NetconfPolatisSwitch;
import org.qkdn.optical.OpticalSwitch;
import org.qkdn.optical.RestconfPolatisSwitch;
import org.qkdn.optical.ScpiPolatisSwitch;
import org.qkdn.optical.SwitchListener;
import org.qkdn.optical.SwitchTarget;
import org.qkdn.optical.TapiSwitch;
import org.qkdn.optical.Tl1CalientSwitch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens an optical switch by the driver that its registration names. Without TLS only where that names a plain one. */
record SwitchOpening(ManagedDevice device, NetconfClients clients, Timing timing, Credentials credentials) {
    private static final Logger LOG = LoggerFactory.getLogger(SwitchOpening.class);

    OpticalSwitch open(SwitchListener listener) throws IOException {
        final var reach = new DeviceReach(device, credentials);
        return switch (device.protocol()) {
            case SSH, TLS, SSH_CALL_HOME, TLS_CALL_HOME ->
                NetconfPolatisSwitch.open(clients, reach.netconf(), listener);
            case POLATIS_RESTCONF -> RestconfPolatisSwitch.open(secured(reach, reach.login()), timing);
            case POLATIS_RESTCONF_PLAIN -> RestconfPolatisSwitch.open(plain(reach.login()), timing);
            case POLATIS_SCPI -> ScpiPolatisSwitch.open(secured(reach, Login.NONE), timing, listener);
            case POLATIS_SCPI_PLAIN -> ScpiPolatisSwitch.open(plain(Login.NONE), timing, listener);
            case TAPI -> TapiSwitch.open(secured(reach, reach.loginIfAny().orElse(Login.NONE)), timing);
            case TAPI_PLAIN -> TapiSwitch.open(plain(reach.loginIfAny().orElse(Login.NONE)), timing);
            case CALIENT_TL1 -> Tl1CalientSwitch.open(secured(reach, reach.login()), timing, listener);
            case CALIENT_TL1_PLAIN -> Tl1CalientSwitch.open(plain(reach.login()), timing, listener);
            case RESTCONF ->
                throw new IOException(
                        device.name() + ": RESTCONF is spoken with agents only; register another protocol");
        };
    }

    private SwitchTarget secured(DeviceReach reach, Login login) throws IOException {
        return new SwitchTarget(
                device.host(),
                device.port(),
                Optional.of(new SwitchTarget.Pin(reach.certificate(), device.hostKeyFingerprint())),
                login);
    }

    private SwitchTarget plain(Login login) {
        LOG.warn("{}: not protected on the way to {}:{}, as registered", device.name(), device.host(), device.port());
        return new SwitchTarget(device.host(), device.port(), Optional.empty(), login);
    }
}
