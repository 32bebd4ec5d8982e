package org.qkdn.optical;

import java.util.Optional;

/** Over TLS, and with newer firmware's root. */
class SecuredRestconfPolatisSwitchTest extends OpticalSwitchContract {
    @Override
    Emulated emulate(Fabric fabric) throws Exception {
        return new PolatisRestconf(fabric, Optional.of(TestCertificate.in(directory, "switch")), "/restconf");
    }
}
