package org.qkdn.emulator.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.qkdn.emulator.network.PortPlan;
import org.qkdn.emulator.topology.TopologyFile;

/** What is told of ports before anything starts. */
class FeasibleTest {
    private static final String LINUX = "32768\t60999\n";

    @ParameterizedTest
    @ValueSource(ints = {20_000, 31_818, 61_000})
    void portsOutsideTheSystemsNeedNoAdvice(int base) throws Exception {
        assertEquals(0, Feasible.advice(plan(base), LINUX).stream().count());
    }

    @ParameterizedTest
    @ValueSource(ints = {31_819, 33_000, 60_999})
    void portsThatTheSystemGivesToConnectionsAreAdvisedAgainst(int base) throws Exception {
        var advice = Feasible.advice(plan(base), LINUX).orElseThrow();
        assertTrue(advice.contains("32768 to 60999") && advice.contains("--port-base"), advice);
    }

    private static PortPlan plan(int base) throws Exception {
        return new PortPlan(base, TopologyFile.find("madqci"));
    }
}
