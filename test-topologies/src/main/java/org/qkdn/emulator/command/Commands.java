package org.qkdn.emulator.command;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.qkdn.emulator.network.EmulatedNetwork;
import org.qkdn.emulator.topology.Loss;
import org.qkdn.emulator.topology.ModulePlacement;
import org.qkdn.emulator.topology.ModuleRef;
import org.qkdn.emulator.topology.Site;
import org.qkdn.emulator.topology.Span;

/** Breaks and mends things on request. */
final class Commands {
    static final List<String> USAGE = List.of(
            "cut-span A-B           no light passes the span any more",
            "attenuate A-B DB       puts so much attenuation into the span, in place of what was put there before",
            "kill-node NODE         stops the node's processes and switches its modules off",
            "fail-module NODE/N     the module reports a failure and makes no key",
            "mend A-B|NODE|NODE/N   undoes any of these",
            "list                   names of nodes, spans and modules",
            "status                 what runs, what is cut, which module makes key");

    private static final Pattern DECIBELS = Pattern.compile("\\d{1,2}(\\.\\d{1,3})?");

    private final EmulatedNetwork network;

    Commands(EmulatedNetwork network) {
        this.network = network;
    }

    CommandReply run(String line) {
        var words = List.of(line.strip().split("\\s+", -1));
        try {
            return switch (words.getFirst()) {
                case "list" -> words.size() == 1 ? list() : usage();
                case "status" -> words.size() == 1 ? new CommandReply(true, network.status()) : usage();
                case "attenuate" -> words.size() == 3 ? attenuate(words.get(1), words.get(2)) : usage();
                case "cut-span", "kill-node", "fail-module", "mend" ->
                    words.size() == 2 ? change(words.get(0), words.get(1)) : usage();
                default -> usage();
            };
        } catch (IOException e) {
            return CommandReply.refused(e.getMessage());
        }
    }

    private CommandReply change(String command, String name) throws IOException {
        return switch (command) {
            case "cut-span" -> span(name).map(this::cut).orElseGet(() -> unknown("span", name, spans()));
            case "kill-node" -> node(name).map(this::kill).orElseGet(() -> unknown("node", name, nodes()));
            case "fail-module" -> module(name).map(this::fail).orElseGet(() -> unknown("module", name, modules()));
            default -> mend(name);
        };
    }

    private CommandReply mend(String name) throws IOException {
        var span = span(name);
        if (span.isPresent()) {
            network.mendSpan(span.get());
            return CommandReply.done("span " + span.get() + " is whole");
        }
        var module = module(name);
        if (module.isPresent()) {
            network.mendModule(module.get());
            return CommandReply.done("module " + module.get() + " works");
        }
        var node = node(name);
        if (node.isPresent()) {
            network.mendNode(node.get());
            return CommandReply.done("node " + node.get() + " runs");
        }
        var all = new ArrayList<>(nodes());
        all.addAll(spans());
        all.addAll(modules());
        return unknown("thing to mend", name, all);
    }

    private CommandReply cut(String span) {
        network.cutSpan(span);
        return CommandReply.done("span " + span + " is cut");
    }

    private CommandReply attenuate(String name, String decibels) {
        var span = span(name);
        if (span.isEmpty()) {
            return unknown("span", name, spans());
        }
        if (!DECIBELS.matcher(decibels).matches()) {
            return CommandReply.refused("'" + decibels + "' is no attenuation: write dB from 0 to 99.999, such as 3");
        }
        var added = Loss.ofDb(new BigDecimal(decibels));
        network.attenuateSpan(span.get(), added);
        return CommandReply.done("span " + span.get() + " loses " + added + " more");
    }

    private CommandReply kill(String node) {
        network.killNode(node);
        return CommandReply.done("node " + node + " is killed");
    }

    private CommandReply fail(ModuleRef module) {
        network.failModule(module);
        return CommandReply.done("module " + module + " has failed");
    }

    private CommandReply list() {
        return new CommandReply(
                true,
                List.of(
                        "nodes: " + String.join(" ", nodes()),
                        "spans: " + String.join(" ", spans()),
                        "modules: " + String.join(" ", modules())));
    }

    private static CommandReply usage() {
        var lines = new ArrayList<String>();
        lines.add("unknown command; the commands are");
        USAGE.forEach(line -> lines.add("  " + line));
        return new CommandReply(false, lines);
    }

    private static CommandReply unknown(String kind, String name, List<String> known) {
        return CommandReply.refused("unknown " + kind + " '" + name + "': use one of " + String.join(" ", known));
    }

    /** A span by its name, or by its ends in either order. */
    private Optional<String> span(String name) {
        return network.topology().spans().stream()
                .map(Span::name)
                .filter(name::equals)
                .findFirst()
                .or(() -> network.topology().spans().stream()
                        .filter(s -> name.equals(s.b() + "-" + s.a()))
                        .map(Span::name)
                        .findFirst());
    }

    private Optional<String> node(String name) {
        return nodes().stream().filter(name::equals).findFirst();
    }

    private Optional<ModuleRef> module(String name) {
        return network.topology().modules().stream()
                .map(ModulePlacement::ref)
                .filter(ref -> ref.toString().equals(name))
                .findFirst();
    }

    private List<String> nodes() {
        return network.topology().sites().stream().map(Site::name).toList();
    }

    private List<String> spans() {
        return network.topology().spans().stream().map(Span::name).toList();
    }

    private List<String> modules() {
        return network.topology().modules().stream()
                .map(m -> m.ref().toString())
                .toList();
    }
}
