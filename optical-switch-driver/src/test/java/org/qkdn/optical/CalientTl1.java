package org.qkdn.optical;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.qkdn.netconf.client.Timing;

/** TL1 as CALIENT has it: ports 1.1.1 to 1.1.8, each with an input and an output. */
final class CalientTl1 extends EmulatedText {
    private final Set<String> entered = new TreeSet<>();
    private volatile boolean bothWays;

    CalientTl1(Fabric fabric, Optional<TestCertificate> secured) throws IOException {
        super(fabric, secured);
    }

    @Override
    public String maker() {
        return "CALIENT";
    }

    /** Somebody connected 1.1.1 and 1.1.2 in both directions. */
    void connectBothWays() {
        fabric.set(OpticalSwitchContract.pairs(1, 10, 2, 9));
        bothWays = true;
    }

    @Override
    char end() {
        return ';';
    }

    @Override
    OpticalSwitch open(SwitchTarget target, SwitchListener listener, Timing timing) throws IOException {
        return Tl1CalientSwitch.open(target, timing, listener);
    }

    @Override
    public void tell() {
        sendAll("\r\n\n   S320 26-11-26 10:00:00\r\nA  17 REPT EVT EQPT\r\n"
                + "   \"1.1.1:LOS,TC,11-26,10-00-00,NEND,RCV,,,;\"\r\n;");
    }

    @Override
    Session begin() {
        final var loggedIn = new AtomicBoolean();
        return request -> answer(request, loggedIn);
    }

    private synchronized String answer(String request, AtomicBoolean loggedIn) {
        final var parts = request.split(":", -1);
        final var tag = parts[3];
        final var parameters = parts.length > 5 ? parts[5] : "";
        if (parts[0].equals("ACT-USER")) {
            if (!parts[2].equals("admin") || !parameters.equals("root")) {
                return denied(tag, "PIUI", "Invalid user; said was " + request);
            }
            loggedIn.set(true);
            return done(tag, List.of());
        }
        if (!loggedIn.get()) {
            return denied(tag, "PLNA", "Login Not Active");
        }
        return switch (parts[0]) {
            case "RTRV-NE" ->
                done(tag, List.of("SERIALNUMBER=S-4711,SWPACKAGE=3.1.0.6,STATUS=NORMAL,CHASSISTYPE=S320"));
            case "RTRV-PORT" -> inParts(tag, ports());
            case "RTRV-CRS" -> done(tag, fabric.garbled ? List.of("1.1.1-banana") : connections());
            case "ENT-CRS" -> {
                entered.add(name(parts[2]));
                yield done(tag, List.of());
            }
            case "ACT-CRS" ->
                entered.contains(name(parts[2]))
                        ? outcome(tag, fabric.carryOut(List.of(), Map.of(input(parts[2]), output(parts[2]))))
                        : denied(tag, "SNVS", "Invalid Connection");
            case "CANC-CRS" -> {
                if (bothWays) {
                    bothWays = false;
                    yield outcome(tag, fabric.carryOut(List.of(1, 2), new TreeMap<>()));
                }
                yield isActive(parts[2])
                        ? outcome(tag, fabric.carryOut(List.of(input(parts[2])), new TreeMap<>()))
                        : denied(tag, "SNVS", "Invalid Connection");
            }
            case "DLT-CRS" -> {
                if (isActive(parts[2]) && !fabric.lies) {
                    yield denied(tag, "SNVS", "Connection is active");
                }
                entered.remove(name(parts[2]));
                yield done(tag, List.of());
            }
            default -> denied(tag, "ICNV", "Command Not Valid");
        };
    }

    private List<String> ports() {
        return IntStream.rangeClosed(1, 8)
                .mapToObj(port -> "1.1." + port + ":FIBER,," + ":" + side("IN", port) + "," + side("OUT", port + 8)
                        + ",ALIAS=x\\\"y")
                .toList();
    }

    private String side(String side, int port) {
        return switch (fabric.health(port)) {
            case "DISABLED" -> side + "AS=UMA," + side + "OS=RDY," + side + "OC=OK";
            case "FAILED" -> side + "AS=IS," + side + "OS=OOS," + side + "OC=FLT";
            default -> side + "AS=IS," + side + "OS=IS," + side + "OC=OK";
        };
    }

    private List<String> connections() {
        if (bothWays) {
            return List.of(
                    "1.1.1-1.1.2:SRCPORT=1.1.1,DSTPORT=1.1.2,GRPNAME=Lab,CONNNAME=1.1.1-1.1.2,CONNTYPE=2WAY,AS=IS");
        }
        final var all = new TreeSet<>(entered);
        fabric.connections().forEach((in, out) -> all.add("1.1." + in + ">1.1." + (out - 8)));
        return all.stream()
                .map(name -> {
                    final var aids = name.replace('>', ',');
                    return name + ":SRCPORT=" + aids.split(",", -1)[0] + ",DSTPORT=" + aids.split(",", -1)[1]
                            + ",GRPNAME=SYSTEM,CONNNAME=" + name + ",CONNTYPE=1WAY"
                            + (isActive(aids) ? ",AS=IS,OS=IS,OC=OK" : ",AS=UMA,OS=RDY,OC=OK");
                })
                .toList();
    }

    private boolean isActive(String aids) {
        return Integer.valueOf(output(aids)).equals(fabric.connections().get(input(aids)));
    }

    private static String name(String aids) {
        return aids.replace(',', '>');
    }

    private static int input(String aids) {
        return Integer.parseInt(aids.split(",", -1)[0].substring(4));
    }

    private static int output(String aids) {
        return Integer.parseInt(aids.split(",", -1)[1].substring(4)) + 8;
    }

    private static String outcome(String tag, Optional<String> complaint) {
        return complaint.map(what -> denied(tag, "SROF", what)).orElseGet(() -> done(tag, List.of()));
    }

    private static String done(String tag, List<String> lines) {
        return head(tag, "COMPLD") + quoted(lines) + ";";
    }

    /** An acknowledgement, and an answer in two parts. */
    private static String inParts(String tag, List<String> lines) {
        return "IP " + tag + "\r\n<" + head(tag, "COMPLD") + quoted(lines.subList(0, 3)) + ">" + head(tag, "COMPLD")
                + quoted(lines.subList(3, lines.size())) + ";";
    }

    private static String denied(String tag, String code, String comment) {
        return head(tag, "DENY") + "   " + code + "\r\n   /* " + comment + " */\r\n;";
    }

    private static String head(String tag, String completion) {
        return "\r\n\n   S320 26-11-26 10:00:00\r\nM  " + tag + " " + completion + "\r\n";
    }

    private static String quoted(List<String> lines) {
        return lines.stream().map(line -> "   \"" + line + "\"\r\n").collect(Collectors.joining());
    }
}
