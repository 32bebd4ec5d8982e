package org.qkdn.optical;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.qkdn.netconf.client.Timing;

/** SCPI as Polatis has it. */
final class PolatisScpi extends EmulatedText {
    private static final Pattern CHANGE = Pattern.compile(":oxc:swit:conn:(add|sub) \\(@([0-9,]+)\\),\\(@([0-9,]+)\\)");

    private final boolean tellsStates;

    /** {@code tellsStates}: knows {@code port:stat?}. */
    PolatisScpi(Fabric fabric, Optional<TestCertificate> secured, boolean tellsStates) throws IOException {
        super(fabric, secured);
        this.tellsStates = tellsStates;
    }

    @Override
    public String maker() {
        return "Polatis";
    }

    @Override
    public boolean isOpenToAll() {
        return true;
    }

    @Override
    char end() {
        return '\n';
    }

    @Override
    OpticalSwitch open(SwitchTarget target, SwitchListener listener, Timing timing) throws IOException {
        return ScpiPolatisSwitch.open(target, timing, listener);
    }

    @Override
    public void tell() {
        // SCPI has no events
    }

    @Override
    Session begin() {
        final var errors = new ArrayList<String>();
        return request -> answer(request.toLowerCase(Locale.ROOT), errors);
    }

    private String answer(String request, List<String> errors) {
        switch (request) {
            case "*idn?" -> {
                return "Polatis,I-OST-8x8-LU1-DMHNS,S-4711,6.5.2.18\r\n";
            }
            case "*opc?" -> {
                return "1\r\n";
            }
            case "*cls" -> {
                errors.clear();
                return "";
            }
            case ":syst:err:all?" -> {
                final var all = errors.isEmpty() ? "0,\"No error\"" : String.join(",", errors);
                errors.clear();
                return all + "\r\n";
            }
            case ":oxc:swit:size?" -> {
                return "8,8\r\n";
            }
            case ":oxc:swit:conn:stat?" -> {
                return "(@"
                        + join(fabric.connections().keySet().stream()
                                .map(String::valueOf)
                                .toList()) + "),(@"
                        + (fabric.garbled
                                ? "banana"
                                : join(fabric.connections().values().stream()
                                        .map(String::valueOf)
                                        .toList()))
                        + ")\r\n";
            }
            default -> {
                if (request.equals(":oxc:swit:port:stat?") && tellsStates) {
                    return IntStream.rangeClosed(1, Fabric.PORTS)
                            .mapToObj(port -> fabric.health(port).substring(0, 1))
                            .collect(Collectors.joining(",", "(", ")\r\n"));
                }
                change(request).ifPresent(errors::add);
                return "";
            }
        }
    }

    /** Says what goes into the error queue. */
    private Optional<String> change(String request) {
        final var change = CHANGE.matcher(request);
        if (!change.matches()) {
            return Optional.of("-113,\"Undefined header\"");
        }
        final var ingress = numbers(change.group(2));
        final var egress = numbers(change.group(3));
        if (ingress.size() != egress.size()) {
            return Optional.of("-220,\"Parameter error\"");
        }
        final var pairs = new TreeMap<Integer, Integer>();
        for (int i = 0; i < ingress.size(); i++) {
            pairs.put(ingress.get(i), egress.get(i));
        }
        if (change.group(1).equals("add")) {
            return fabric.carryOut(List.of(), pairs).map(PolatisScpi::error);
        }
        return fabric.connections().entrySet().containsAll(pairs.entrySet())
                ? fabric.carryOut(ingress, new TreeMap<>()).map(PolatisScpi::error)
                : Optional.of("-221,\"Settings conflict\"");
    }

    private static String error(String complaint) {
        return "-200,\"Execution error: " + complaint + "\"";
    }

    private static List<Integer> numbers(String list) {
        return Arrays.stream(list.split(",", -1)).map(Integer::valueOf).toList();
    }

    private static String join(List<String> numbers) {
        return String.join(",", numbers);
    }
}
