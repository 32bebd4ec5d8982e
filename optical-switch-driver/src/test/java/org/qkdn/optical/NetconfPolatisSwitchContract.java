package org.qkdn.optical;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.qkdn.netconf.client.NetconfClients;
import org.qkdn.netconf.client.Timing;

/** Against a NETCONF server over SSH. */
abstract class NetconfPolatisSwitchContract extends OpticalSwitchContract {
    private final NetconfClients clients = new NetconfClients(Timing.DEFAULT, 1);
    private final PolatisServer server;

    NetconfPolatisSwitchContract(PolatisServer server) {
        this.server = server;
    }

    @AfterEach
    void stop() {
        clients.close();
        server.close();
    }

    @Override
    OpticalSwitch open(SwitchListener listener) throws IOException {
        return NetconfPolatisSwitch.open(clients, server.target(), listener);
    }

    @Override
    void breakPort(int port) {
        server.breakPort(port);
    }

    @Override
    void stir() {
        server.alarm();
    }

    @Override
    void vanish() {
        server.close();
    }
}
