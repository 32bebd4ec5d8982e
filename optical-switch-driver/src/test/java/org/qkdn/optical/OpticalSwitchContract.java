package org.qkdn.optical;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every driver must do, against a switch with ports 1 to 16 that connects nothing at first. */
@Timeout(120)
abstract class OpticalSwitchContract {
    private static final Set<Integer> ALL = Set.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16);

    private final LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private OpticalSwitch driver;

    /** Reaches the switch under test. */
    abstract OpticalSwitch open(SwitchListener listener) throws IOException;

    /** Has the switch refuse connections that use this port from now on. */
    abstract void breakPort(int port);

    /** Has something happen in the switch that is no doing of the driver. */
    abstract void stir();

    /** The switch goes out of reach. */
    abstract void vanish();

    @BeforeEach
    void openDriver() throws IOException {
        driver = open(new SwitchListener() {
            @Override
            public void changed() {
                heard.add("changed");
            }

            @Override
            public void closed(String reason) {
                heard.add("closed");
            }
        });
    }

    @AfterEach
    void closeDriver() {
        driver.close();
    }

    @Test
    void saysWhoMadeTheSwitch() {
        assertEquals("Polatis", driver.identity().manufacturer());
    }

    @Test
    void connectsAndDisconnects() throws IOException {
        assertInstanceOf(PortResult.Done.class, driver.connect(1, 9));
        assertInstanceOf(PortResult.Done.class, driver.connect(2, 10));
        assertEquals(Map.of(1, 9, 2, 10), driver.crossConnects());
        assertInstanceOf(PortResult.Done.class, driver.disconnect(1));
        assertEquals(Map.of(2, 10), driver.crossConnects());
    }

    @Test
    void appliesByRemovingBeforeAddingSoThatPortsCanBeReused() throws IOException {
        applied(pairs(1, 9, 2, 10, 3, 11));
        assertEquals(pairs(1, 10, 2, 9, 3, 11), applied(pairs(1, 10, 2, 9, 3, 11)));
        assertEquals(pairs(1, 10, 2, 9, 3, 11), driver.crossConnects());
    }

    @Test
    void changesNothingWhereAllIsAsDesired() throws IOException {
        applied(pairs(1, 9));
        final var again = assertInstanceOf(SwitchResult.Applied.class, driver.apply(pairs(1, 9), ALL));
        assertEquals(0, again.changes());
    }

    @Test
    void leavesConnectionsBetweenOtherPortsAlone() throws IOException {
        applied(pairs(7, 15, 8, 16));
        final var result = driver.apply(pairs(1, 9), Set.of(1, 9, 7));
        assertEquals(pairs(1, 9, 7, 15, 8, 16), result.crossConnects());
    }

    @Test
    void freesAPortThatIsNeededWhoeverUsesIt() throws IOException {
        applied(pairs(8, 16));
        assertEquals(pairs(1, 16), driver.apply(pairs(1, 16), Set.of(1, 16)).crossConnects());
    }

    @Test
    void namesThePortThatIsRefusedAndPutsBackWhatItHadChanged() throws IOException {
        applied(pairs(1, 9, 2, 10));
        breakPort(3);
        final var refused = assertInstanceOf(SwitchResult.Refused.class, driver.apply(pairs(1, 10, 3, 9), ALL));
        assertEquals(3, refused.port());
        assertEquals(pairs(1, 9, 2, 10), refused.crossConnects());
        assertEquals(pairs(1, 9, 2, 10), driver.crossConnects());
    }

    @Test
    void refusesToFreeAPortThatIsFree() throws IOException {
        final var refused = assertInstanceOf(PortResult.Refused.class, driver.disconnect(5));
        assertEquals(5, refused.port());
    }

    @Test
    void tellsWhenSomethingHappens() throws InterruptedException {
        stir();
        assertEquals("changed", heard.poll(20, TimeUnit.SECONDS));
    }

    @Test
    void tellsOnceThatTheSwitchIsOutOfReachAndFailsThen() throws InterruptedException {
        vanish();
        assertEquals("closed", heard.poll(20, TimeUnit.SECONDS));
        assertThrows(IOException.class, driver::crossConnects);
        driver.close();
        assertEquals(0, heard.size());
    }

    private SortedMap<Integer, Integer> applied(SortedMap<Integer, Integer> desired) throws IOException {
        return assertInstanceOf(SwitchResult.Applied.class, driver.apply(desired, ALL))
                .crossConnects();
    }

    private static SortedMap<Integer, Integer> pairs(int... ports) {
        final var map = new TreeMap<Integer, Integer>();
        for (int i = 0; i < ports.length; i += 2) {
            map.put(ports[i], ports[i + 1]);
        }
        return map;
    }
}
