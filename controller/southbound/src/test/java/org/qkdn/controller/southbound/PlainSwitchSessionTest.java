package org.qkdn.controller.southbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.controller.core.engine.Command;
import org.qkdn.controller.core.engine.Event;
import org.qkdn.controller.core.model.Channel;
import org.qkdn.controller.core.model.Loss;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.OpticalPlant;
import org.qkdn.controller.southbound.ManagedDevice.Protocol;
import org.qkdn.netconf.client.Timing;

/** Sessions with a switch that the operator registered with a protocol without TLS. */
@Timeout(180)
class PlainSwitchSessionTest {
    private static final String NAME = "SW-1";
    private static final String PASSWORD = "n0t-in-the-log";
    private static final Pace QUICK = new Pace(
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            Duration.ofMillis(300),
            Duration.ofMillis(50),
            Duration.ofMillis(400),
            Duration.ofMillis(100));

    private final HeardEvents events = new HeardEvents();

    @TempDir
    private Path directory;

    private PlainSwitch device;
    private Southbound southbound;

    @BeforeEach
    void start() throws IOException {
        device = new PlainSwitch(PASSWORD);
        southbound = new Southbound(
                new PasswordFiles(directory), Mandate.ALONE, Timing.DEFAULT, QUICK, new SplittableRandom(1), events);
        southbound.plant(new OpticalPlant(Map.of(), Map.of(NAME, opticalSwitch(1, 2, 9, 10)), List.of(), List.of()));
    }

    @AfterEach
    void stop() throws IOException {
        southbound.close();
        device.close();
    }

    @Test
    void aSwitchIsDrivenOverScpiAndSeenByPolling() {
        device.connections().put(7, 15);
        register(Protocol.POLATIS_SCPI_PLAIN, device.scpiPort());
        awaitConnected(pairs(7, 15));
        program(pairs(1, 9));
        awaitConnected(pairs(1, 9, 7, 15));
        program(pairs(1, 10, 2, 9));
        awaitConnected(pairs(1, 10, 2, 9, 7, 15));
        device.connections().remove(7);
        awaitConnected(pairs(1, 10, 2, 9));
    }

    @Test
    void whatWasHalfDoneWhenTheSessionEndedIsPutBackBeforeAnythingIsReported() {
        device.connections().put(1, 9);
        register(Protocol.POLATIS_SCPI_PLAIN, device.scpiPort());
        awaitConnected(pairs(1, 9));
        device.breaksOff = true;
        final var before = events.count();
        program(pairs(1, 10));
        events.await(
                before, Event.SwitchUnreachable.class, event -> event.reason().contains("unknown is what became"));
        final var next = events.await(before, Event.SwitchReported.class, event -> true);
        assertEquals(pairs(1, 9), next.crossConnects());
        assertEquals(pairs(1, 9), device.connections());
    }

    @Test
    void theFileOfThePasswordIsReadAtEachLoginAndNeverShown() throws IOException {
        register(Protocol.POLATIS_RESTCONF_PLAIN, device.restconfPort());
        awaitUnreachable("no password is known by the name switches; add it to the controller's passwords");
        Files.writeString(directory.resolve("switches"), "");
        awaitUnreachable("must hold one line, the password");
        Files.writeString(directory.resolve("switches"), "an0ther\n");
        final var refused = awaitUnreachable("it refuses the user or the password");
        assertFalse(refused.reason().contains("an0ther"), refused.reason());

        Files.writeString(directory.resolve("switches"), PASSWORD + "\n");
        awaitConnected(pairs());
        program(pairs(1, 9, 2, 10));
        awaitConnected(pairs(1, 9, 2, 10));
        assertTrue(events.all().stream().noneMatch(event -> event.toString().contains(PASSWORD)));
    }

    @Test
    void agentsAreNotManagedByASwitchsProtocol() {
        southbound.register(Registry.of(List.of(device(Protocol.CALIENT_TL1_PLAIN, device.scpiPort())), List.of()));
        events.await(
                0, Event.NodeUnreachable.class, event -> event.reason().contains("is not spoken with such a device"));
    }

    private record PasswordFiles(Path directory) implements Credentials {
        @Override
        public Optional<Path> privateKey(String name) {
            return Optional.empty();
        }

        @Override
        public Optional<Path> password(String name) {
            return Optional.of(directory.resolve(name)).filter(Files::exists);
        }
    }

    private void register(Protocol protocol, int port) {
        southbound.register(Registry.of(List.of(), List.of(device(protocol, port))));
    }

    private static ManagedDevice device(Protocol protocol, int port) {
        return new ManagedDevice(NAME, "127.0.0.1", port, "admin", "switches", "", protocol);
    }

    private void program(SortedMap<Integer, Integer> pairs) {
        southbound.execute(new Command.ProgramSwitch(NAME, pairs));
    }

    private void awaitConnected(SortedMap<Integer, Integer> pairs) {
        events.await(0, Event.SwitchReported.class, e -> e.crossConnects().equals(pairs));
    }

    private Event.SwitchUnreachable awaitUnreachable(String reason) {
        return events.await(0, Event.SwitchUnreachable.class, e -> e.reason().contains(reason));
    }

    private static OpticalPlant.Switch opticalSwitch(int... ports) {
        final var known = new TreeMap<Integer, OpticalPlant.SpanPort>();
        for (int port : ports) {
            known.put(port, new OpticalPlant.SpanPort("span", new Channel(34)));
        }
        return new OpticalPlant.Switch(NAME, new NodeName("QUINTO"), Loss.NONE, known);
    }

    private static SortedMap<Integer, Integer> pairs(int... ports) {
        final var map = new TreeMap<Integer, Integer>();
        for (int i = 0; i < ports.length; i += 2) {
            map.put(ports[i], ports[i + 1]);
        }
        return map;
    }
}
