package org.qkdn.netconf.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.opendaylight.netconf.shaded.sshd.client.SshClient;
import org.opendaylight.netconf.shaded.sshd.common.NamedResource;

class KeyExchangesTest {
    @Test
    void mlKemIsOfferedFirstAndNothingIsLeftOut() {
        final var client = SshClient.setUpDefaultClient();
        final List<String> before = NamedResource.getNameList(client.getKeyExchangeFactories());
        KeyExchanges.quickestFirst(client);
        final List<String> after = NamedResource.getNameList(client.getKeyExchangeFactories());
        assertTrue(after.getFirst().startsWith("mlkem768x25519"), after::toString);
        assertEquals(Set.copyOf(before), Set.copyOf(after));
        assertEquals(before.size(), after.size());
    }
}
