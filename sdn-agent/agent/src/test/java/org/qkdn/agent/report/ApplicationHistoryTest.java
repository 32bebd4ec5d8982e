package org.qkdn.agent.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.node.v1.ApplicationLevel;
import org.qkdn.node.v1.KeyStoreReport;

class ApplicationHistoryTest {
    private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");

    @TempDir
    Path directory;

    private ApplicationHistory history = ApplicationHistory.of(Map.of(), START).configured(Set.of("one"), START);

    @Test
    void consumptionIsCountedInPeriodsOfAMinute() {
        delivered(0, 0);
        delivered(30, 100);
        delivered(60, 150);
        delivered(90, 175);
        assertEquals(
                List.of(
                        new ApplicationHistory.Period(START, START.plusSeconds(60), 150),
                        new ApplicationHistory.Period(START.plusSeconds(60), START.plusSeconds(90), 25)),
                history.periods("one"));
    }

    @Test
    void countThatBeginsAnewIsNotLost() {
        delivered(0, 1000);
        delivered(10, 40);
        assertEquals(40, history.periods("one").getFirst().bits());
    }

    @Test
    void onlyTheLastPeriodsAreKept() {
        for (int minute = 0; minute < 100; minute++) {
            delivered(minute * 60, minute);
        }
        assertEquals(15, history.periods("one").size());
    }

    @Test
    void creationTimeOutlivesARestartAndEndsWithTheApplication() throws Exception {
        var file = new CreationFile(directory.resolve("applications.json"));
        assertEquals(Map.of(), file.read());
        file.write(history.created());
        history = ApplicationHistory.of(file.read(), START.plusSeconds(100))
                .configured(Set.of("one"), START.plusSeconds(100));
        assertEquals(Optional.of(START), history.creation("one"));
        history = history.configured(Set.of(), START).configured(Set.of("one"), START.plusSeconds(200));
        assertEquals(Optional.of(START.plusSeconds(200)), history.creation("one"));
    }

    private void delivered(int second, long bits) {
        history = history.reported(
                KeyStoreReport.newBuilder()
                        .addApplications(
                                ApplicationLevel.newBuilder().setAppId("one").setDeliveredBits(bits))
                        .build(),
                START.plusSeconds(second));
    }
}
