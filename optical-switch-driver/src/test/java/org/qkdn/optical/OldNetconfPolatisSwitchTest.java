package org.qkdn.optical;

/** A switch whose model is older than 2017-08-04, and that cannot roll back. */
class OldNetconfPolatisSwitchTest extends NetconfPolatisSwitchTest {
    @Override
    Emulated emulate(Fabric fabric) throws Exception {
        return emulate(fabric, "2016-09-21", "pairs");
    }
}
