package org.qkdn.optical;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.qkdn.netconf.client.NetconfClients;
import org.qkdn.netconf.client.Timing;

/** The newest revision of the model that is known. */
class NetconfPolatisSwitchTest extends OpticalSwitchContract {
    private final Map<Timing, NetconfClients> clients = new HashMap<>();

    @Override
    Emulated emulate(Fabric fabric) throws Exception {
        return emulate(fabric, "2018-03-22", "pair");
    }

    final Emulated emulate(Fabric fabric, String revision, String list) throws Exception {
        return new PolatisNetconf(
                fabric,
                directory,
                timing -> clients.computeIfAbsent(timing, each -> new NetconfClients(each, 1)),
                revision,
                list);
    }

    @AfterEach
    void stop() {
        clients.values().forEach(NetconfClients::close);
    }
}
