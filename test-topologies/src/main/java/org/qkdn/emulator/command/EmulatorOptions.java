package org.qkdn.emulator.command;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;

/** What the emulator was told on its command line. */
record EmulatorOptions(String topology, Path state, int portBase, BigDecimal speed, boolean prepareOnly) {
    static final String USAGE = """
            usage: EmulatorMain [--topology NAME|FILE] [--state DIR] [--port-base N] [--speed X] [--prepare]
              --topology NAME|FILE  default madqci
              --state DIR           default state
              --port-base N         first port of the plan, default 20000
              --speed X             key rates times X, default 1
              --prepare             write certificates and configuration files, start nothing
            """;

    /**
     * Reads the command line.
     *
     * @throws IllegalArgumentException with one line for the person who typed it
     */
    static EmulatorOptions parse(List<String> arguments) {
        var topology = "madqci";
        var state = Path.of("state");
        int portBase = 20_000;
        var speed = BigDecimal.ONE;
        boolean prepareOnly = false;
        for (int i = 0; i < arguments.size(); i++) {
            var option = arguments.get(i);
            if (option.equals("--prepare")) {
                prepareOnly = true;
                continue;
            }
            if (i + 1 == arguments.size()) {
                throw new IllegalArgumentException("option " + option + " is unknown or lacks its value: see --help");
            }
            var value = arguments.get(++i);
            switch (option) {
                case "--topology" -> topology = value;
                case "--state" -> state = Path.of(value);
                case "--port-base" -> portBase = port(value);
                case "--speed" -> speed = speed(value);
                default -> throw new IllegalArgumentException("unknown option " + option + ": see --help");
            }
        }
        return new EmulatorOptions(topology, state, portBase, speed, prepareOnly);
    }

    private static int port(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--port-base '" + text + "': give a number from 1024", e);
        }
    }

    private static BigDecimal speed(String text) {
        try {
            var speed = new BigDecimal(text);
            if (speed.signum() > 0 && speed.compareTo(BigDecimal.valueOf(10_000)) <= 0) {
                return speed;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(wrongSpeed(text), e);
        }
        throw new IllegalArgumentException(wrongSpeed(text));
    }

    private static String wrongSpeed(String text) {
        return "--speed '" + text + "': give a number above 0, 10000 at most";
    }
}
