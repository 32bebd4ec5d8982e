package org.qkdn.controller.mdsal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.inet.types.rev130715.Host;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.inet.types.rev130715.IpAddress;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.inet.types.rev130715.Ipv4Address;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.SwitchProtocol;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.optical.SwitchBuilder;

class DeviceAccessTest {
    @Test
    void aSwitchIsReachedOverNetconfAndSshWhereNothingElseIsSaid() {
        final var access = access(Optional.empty());
        assertEquals("netconf-ssh", access.protocol());
        assertEquals(830, access.port());
    }

    @ParameterizedTest
    @CsvSource({
        "netconf-tls, 830",
        "polatis-restconf, 8008",
        "polatis-restconf-plain, 8008",
        "polatis-scpi, 5025",
        "polatis-scpi-plain, 5025",
        "tapi, 443",
        "tapi-plain, 80",
        "calient-tl1, 3082",
        "calient-tl1-plain, 3082"
    })
    void aProtocolHasItsUsualPort(String protocol, int port) {
        final var access = access(Optional.of(SwitchProtocol.ofName(protocol)));
        assertEquals(protocol, access.protocol());
        assertEquals(port, access.port());
    }

    private static DeviceAccess access(Optional<SwitchProtocol> protocol) {
        final var builder = new SwitchBuilder()
                .setName("SW-1")
                .setAddress(new Host(new IpAddress(new Ipv4Address("192.0.2.1"))))
                .setUser("admin")
                .setCredentials("switches");
        protocol.ifPresent(builder::setProtocol);
        return DeviceAccess.of(builder.build());
    }
}
