package org.qkdn.emulator.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmulatorOptionsTest {
    @Test
    void hasDefaults() {
        assertEquals(
                new EmulatorOptions("madqci", Path.of("state"), 20_000, BigDecimal.ONE, false),
                EmulatorOptions.parse(List.of()));
    }

    @Test
    void readsAllOptions() {
        assertEquals(
                new EmulatorOptions("x.yaml", Path.of("/tmp/s"), 30_000, new BigDecimal("2.5"), true),
                EmulatorOptions.parse(List.of(
                        "--topology",
                        "x.yaml",
                        "--state",
                        "/tmp/s",
                        "--port-base",
                        "30000",
                        "--speed",
                        "2.5",
                        "--prepare")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--speed|0|--speed '0': give a number above 0, 10000 at most",
                "--speed|fast|--speed 'fast': give a number above 0, 10000 at most",
                "--port-base|many|--port-base 'many': give a number from 1024",
                "--colour|red|unknown option --colour: see --help"
            })
    void refusesWithOneLine(String option, String value, String message) {
        var error = assertThrows(IllegalArgumentException.class, () -> EmulatorOptions.parse(List.of(option, value)));
        assertEquals(message, error.getMessage());
    }
}
