package org.qkdn.optical;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.netconf.client.Timing;

/** What every driver must do, against a switch with inputs 1 to 8 and outputs 9 to 16 that connects nothing at first. */
@Timeout(120)
abstract class OpticalSwitchContract {
    static final String WRONG_PASSWORD = "wr0ng-s3cret";

    static final SwitchListener SILENT = new SwitchListener() {
        @Override
        public void changed() {
            // not of interest here
        }

        @Override
        public void closed(String reason) {
            // not of interest here
        }
    };

    private static final Set<Integer> ALL = Set.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16);

    @TempDir
    protected Path directory;

    private final Fabric fabric = new Fabric();
    private final LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final SwitchListener listener = new SwitchListener() {
        @Override
        public void changed() {
            heard.add("changed");
        }

        @Override
        public void closed(String reason) {
            heard.add("closed");
        }
    };

    private Emulated emulated;
    private OpticalSwitch driver;

    /** Puts a management interface in front of the switch. */
    abstract Emulated emulate(Fabric behind) throws Exception;

    @BeforeEach
    void openDriver() throws Exception {
        emulated = emulate(fabric);
        driver = emulated.open(listener, Timing.DEFAULT);
    }

    @AfterEach
    void closeDriver() {
        driver.close();
        emulated.close();
    }

    @Test
    void saysWhoMadeTheSwitch() {
        assertEquals(emulated.maker(), driver.identity().manufacturer());
        assertEquals("S-4711", driver.identity().serialNumber());
    }

    @Test
    void connectsAndDisconnects() throws IOException {
        assertInstanceOf(SwitchResult.Applied.class, driver.connect(1, 9));
        assertInstanceOf(SwitchResult.Applied.class, driver.connect(2, 10));
        assertEquals(Map.of(1, 9, 2, 10), driver.crossConnects());
        assertInstanceOf(SwitchResult.Applied.class, driver.disconnect(1));
        assertEquals(Map.of(2, 10), driver.crossConnects());
        assertEquals(Map.of(2, 10), fabric.connections());
    }

    @Test
    void connectsAndDisconnectsInOneTransaction() throws IOException {
        fabric.set(pairs(1, 9, 2, 10, 3, 11, 4, 12));
        final var done =
                assertInstanceOf(SwitchResult.Applied.class, driver.change(Set.of(1, 2, 4), pairs(1, 10, 2, 9, 5, 13)));
        assertEquals(6, done.changes());
        assertEquals(pairs(1, 10, 2, 9, 3, 11, 5, 13), done.crossConnects());
        assertEquals(pairs(1, 10, 2, 9, 3, 11, 5, 13), fabric.connections());
    }

    @Test
    void appliesByRemovingBeforeAddingSoThatPortsCanBeReused() throws IOException {
        applied(pairs(1, 9, 2, 10, 3, 11));
        assertEquals(pairs(1, 10, 2, 9, 3, 11), applied(pairs(1, 10, 2, 9, 3, 11)));
        assertEquals(pairs(1, 10, 2, 9, 3, 11), driver.crossConnects());
        assertEquals(pairs(), applied(pairs()));
    }

    @Test
    void changesNothingWhereAllIsAsDesired() throws IOException {
        fabric.set(pairs(1, 9));
        final var again = assertInstanceOf(SwitchResult.Applied.class, driver.apply(pairs(1, 9), ALL));
        assertEquals(0, again.changes());
        assertEquals(0, fabric.requests());
    }

    @Test
    void leavesConnectionsBetweenOtherPortsAlone() throws IOException {
        fabric.set(pairs(7, 15, 8, 16));
        final var result = driver.apply(pairs(1, 9), Set.of(1, 9, 7));
        assertEquals(pairs(1, 9, 7, 15, 8, 16), result.crossConnects());
    }

    @Test
    void freesAPortThatIsNeededWhoeverUsesIt() throws IOException {
        fabric.set(pairs(8, 16));
        assertEquals(pairs(1, 16), driver.apply(pairs(1, 16), Set.of(1, 16)).crossConnects());
    }

    @Test
    void putsBackWhatItHadChangedWhenTheSwitchRefuses() throws IOException {
        fabric.set(pairs(1, 9, 2, 10));
        fabric.breakPort(3);
        final var refused = assertInstanceOf(SwitchResult.Refused.class, driver.apply(pairs(1, 10, 3, 9), ALL));
        assertTrue(Set.of(1, 3).contains(refused.port()), refused.toString());
        assertTrue(refused.reason().contains("mirror stuck"), refused.reason());
        assertEquals(pairs(1, 9, 2, 10), refused.crossConnects());
        assertEquals(pairs(1, 9, 2, 10), fabric.connections());
    }

    @Test
    void putsBackWhatARefusedRequestHadDoneByHalf() throws IOException {
        fabric.partial = true;
        putsBackWhatItHadChangedWhenTheSwitchRefuses();
    }

    @Test
    void refusesToFreeAPortThatIsFree() throws IOException {
        final var refused = assertInstanceOf(SwitchResult.Refused.class, driver.disconnect(5));
        assertEquals(5, refused.port());
        assertEquals(0, fabric.requests());
    }

    @Test
    void tellsAllPortsAndTheirHealthAndRefusesThoseThatAreNotInOrder() throws IOException {
        fabric.health(3, "FAILED");
        fabric.health(12, "DISABLED");
        final var ports = driver.ports();
        assertEquals(ALL, ports.keySet());
        assertEquals(PortHealth.ENABLED, ports.get(1));
        assertEquals(PortHealth.FAILED, ports.get(3));
        assertEquals(PortHealth.DISABLED, ports.get(12));

        refused(3, "port 3 has failed", driver.apply(pairs(1, 9, 3, 11), ALL));
        refused(12, "port 12 is disabled", driver.connect(4, 12));
        refused(17, "there is no port 17: this switch has ports 1 to 16", driver.connect(4, 17));
        assertEquals(0, fabric.requests());
        assertEquals(pairs(), fabric.connections());
    }

    @Test
    void lightCanBeTakenFromAPortThatHasFailed() throws IOException {
        fabric.set(pairs(3, 11));
        fabric.health(3, "FAILED");
        assertInstanceOf(SwitchResult.Applied.class, driver.disconnect(3));
    }

    @Test
    void neverUsesAPortTwiceThoughTheSwitchWouldAcceptIt() throws IOException {
        assertEquals(java.util.Optional.empty(), fabric.carryOut(List.of(), pairs(1, 9, 2, 9)), "it does not look");
        fabric.set(pairs(1, 9));
        final var sent = fabric.requests();
        refused(9, "port 9 would be used twice: it is in use by connection 1 to 9", driver.connect(2, 9));
        refused(1, "port 1 would be used twice: it is in use by connection 1 to 9", driver.connect(1, 10));
        refused(10, "port 10 would be used twice", driver.change(Set.of(), pairs(2, 10, 3, 10)));
        refused(10, "port 10 would be used twice", driver.apply(pairs(1, 9, 2, 10, 3, 10), ALL));
        refused(4, "port 4 cannot be connected to itself", driver.connect(4, 4));
        assertEquals(sent, fabric.requests(), "nothing was sent");
        assertEquals(pairs(1, 9), fabric.connections());
    }

    @Test
    void givesWayToWhoTookTheEgressJustBefore() throws IOException {
        fabric.before(() -> fabric.set(pairs(5, 9)));
        final var refused = refused(9, "port 9 would be used twice", driver.connect(1, 9));
        assertEquals(pairs(5, 9), refused.crossConnects());
        assertEquals(pairs(5, 9), fabric.connections());
    }

    @Test
    void believesNoSwitchThatSaysItDidAndDidNot() throws IOException {
        fabric.set(pairs(2, 10));
        fabric.lies = true;
        refused(1, "told to connect to 9, but the switch shows it free", driver.connect(1, 9));
        refused(2, "told to disconnect, but the switch shows it still connected to 10", driver.disconnect(2));
        assertEquals(pairs(2, 10), fabric.connections());
    }

    @Test
    void saysWhereItCouldNotPutBack() throws IOException {
        fabric.set(pairs(1, 9));
        fabric.darkens = true;
        final var refused = refused(1, "told to connect to 10", driver.apply(pairs(1, 10), ALL));
        assertTrue(
                refused.reason().contains("it could not be put back: port 1: told to connect to 9"), refused.reason());
        assertEquals(pairs(), refused.crossConnects());
        assertEquals(fabric.connections(), refused.crossConnects());
    }

    @Test
    void waitsForASlowSwitch() throws Exception {
        final var gate = fabric.hold();
        final var change = CompletableFuture.supplyAsync(() -> unchecked(() -> driver.connect(1, 9)));
        assertFalse(change.isDone());
        assertEquals(pairs(), fabric.connections());
        gate.countDown();
        assertInstanceOf(SwitchResult.Applied.class, change.get(60, TimeUnit.SECONDS));
    }

    /** At whichever request, done or not: what the next session finds is either complete or put back, and is said. */
    @Test
    void aChangeWhoseSessionIsLostIsCompleteOrUndone() throws Exception {
        final var before = pairs(1, 9, 2, 10, 4, 12);
        final var after = pairs(1, 10, 3, 9, 4, 12);
        final var outcomes = new ArrayList<String>();
        for (int request = 1; ; request++) {
            for (boolean done : new boolean[] {false, true}) {
                fabric.set(before);
                fabric.lose(new Fabric.Loss(request, done, false));
                try {
                    assertInstanceOf(SwitchResult.Applied.class, driver.apply(after, ALL));
                    assertTrue(request > 1, "it had nothing to lose");
                    assertTrue(outcomes.contains("undone") && outcomes.contains("complete"), outcomes.toString());
                    return;
                } catch (ChangeInDoubt doubt) {
                    driver.close();
                    driver = emulated.open(listener, Timing.DEFAULT);
                    outcomes.add(settled(doubt, before, after));
                }
            }
        }
    }

    @Test
    void aChangeThatIsNeverAnsweredIsCompleteOrUndone() throws Exception {
        final var before = pairs(1, 9, 2, 10, 4, 12);
        final var after = pairs(1, 10, 3, 9, 4, 12);
        for (boolean done : new boolean[] {false, true}) {
            fabric.set(before);
            fabric.lose(new Fabric.Loss(1, done, true));
            final var doubt = doubtAfterWaiting(after);
            fabric.awaitRequest();
            driver.close();
            driver = emulated.open(listener, Timing.DEFAULT);
            settled(doubt, before, after);
        }
    }

    /** Waits for longer and longer where even an answer takes its time, on a machine that has much else to do. */
    private ChangeInDoubt doubtAfterWaiting(SortedMap<Integer, Integer> desired) throws Exception {
        for (var patience = Duration.ofMillis(600); ; patience = patience.multipliedBy(2)) {
            driver.close();
            try {
                driver = emulated.open(listener, new Timing(Duration.ofSeconds(30), patience, Duration.ofSeconds(10)));
                fail("answered: " + driver.apply(desired, ALL));
            } catch (ChangeInDoubt doubt) {
                return doubt;
            } catch (IOException e) {
                assertTrue(patience.toSeconds() < 20, e.toString());
            }
        }
    }

    private String settled(ChangeInDoubt doubt, SortedMap<Integer, Integer> before, SortedMap<Integer, Integer> after)
            throws IOException {
        final var outcome = driver.settle(doubt);
        assertEquals(fabric.connections(), outcome.crossConnects());
        return switch (outcome) {
            case SwitchResult.Applied applied -> {
                assertEquals(after, fabric.connections());
                yield "complete";
            }
            case SwitchResult.Refused refused -> {
                assertEquals(before, fabric.connections(), refused.reason());
                yield "undone";
            }
        };
    }

    @Test
    void aRestartIsNoticedAndWhatItKeptIsFound() throws Exception {
        applied(pairs(1, 9, 2, 10));
        restart(true);
        assertEquals(pairs(1, 9, 2, 10), driver.crossConnects());
        assertEquals(
                0,
                assertInstanceOf(SwitchResult.Applied.class, driver.apply(pairs(1, 9, 2, 10), ALL))
                        .changes());
        restart(false);
        assertEquals(pairs(), driver.crossConnects());
        assertEquals(
                2,
                assertInstanceOf(SwitchResult.Applied.class, driver.apply(pairs(1, 9, 2, 10), ALL))
                        .changes());
    }

    private void restart(boolean preserves) throws Exception {
        fabric.preserves = preserves;
        heard.clear();
        fabric.restart();
        emulated.restart();
        if (emulated.holdsSession()) {
            assertEquals("closed", heard.poll(20, TimeUnit.SECONDS));
        }
        driver.close();
        driver = emulated.open(listener, Timing.DEFAULT);
    }

    @Test
    void garbageIsNoAnswer() {
        fabric.set(pairs(1, 9));
        fabric.garbled = true;
        assertThrows(IOException.class, driver::crossConnects);
        assertFalse(fabric.connections().isEmpty());
    }

    @Test
    void aWrongPasswordIsSaidWithoutSayingIt() {
        Assumptions.assumeFalse(emulated.isOpenToAll(), "this protocol has no login");
        final var refused = assertThrows(IOException.class, () -> emulated.openWrongly(listener, Timing.DEFAULT));
        final var text = new StringWriter();
        refused.printStackTrace(new PrintWriter(text));
        assertFalse(text.toString().contains(WRONG_PASSWORD), text.toString());
        assertNotEquals("", refused.getMessage());
    }

    @Test
    void tellsWhenSomethingHappensOrSaysThatItDoesNot() throws Exception {
        emulated.tell();
        if (driver.tellsChanges()) {
            assertEquals("changed", heard.poll(20, TimeUnit.SECONDS));
        } else {
            fabric.set(pairs(6, 14));
            assertEquals(pairs(6, 14), driver.crossConnects());
        }
    }

    @Test
    void tellsOnceThatTheSwitchIsOutOfReachAndFailsThen() throws InterruptedException {
        emulated.close();
        if (emulated.holdsSession()) {
            assertEquals("closed", heard.poll(20, TimeUnit.SECONDS));
        }
        assertThrows(IOException.class, driver::crossConnects);
        driver.close();
        assertEquals(List.of(), List.copyOf(heard));
    }

    private SortedMap<Integer, Integer> applied(SortedMap<Integer, Integer> desired) throws IOException {
        return assertInstanceOf(SwitchResult.Applied.class, driver.apply(desired, ALL))
                .crossConnects();
    }

    private static SwitchResult.Refused refused(int port, String reason, SwitchResult result) {
        final var refused = assertInstanceOf(SwitchResult.Refused.class, result);
        assertTrue(refused.reason().contains(reason), refused.reason());
        assertEquals(port, refused.port(), refused.reason());
        return refused;
    }

    private static SwitchResult unchecked(java.util.concurrent.Callable<SwitchResult> what) {
        try {
            return what.call();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    static SortedMap<Integer, Integer> pairs(int... ports) {
        final var map = new TreeMap<Integer, Integer>();
        for (int i = 0; i < ports.length; i += 2) {
            map.put(ports[i], ports[i + 1]);
        }
        return map;
    }
}
