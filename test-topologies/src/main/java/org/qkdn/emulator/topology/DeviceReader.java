package org.qkdn.emulator.topology;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads switches, modules and pairings, and sees to it that nothing is patched twice. */
final class DeviceReader {
    private static final Pattern MODULE_REF = Pattern.compile("([A-Z][A-Z0-9_]*)/([0-9]{1,5})");
    /** As many as the port plan has room for. */
    private static final int MODULES_PER_SITE = 7;

    private final Map<String, Site> sites;
    private final Map<String, Span> spans;
    private final Map<String, ModuleType> types;
    private final Assumptions assumptions;
    private final Map<String, OpticalSwitch> switches = new LinkedHashMap<>();
    private final Map<ModuleRef, ModulePlacement> modules = new LinkedHashMap<>();
    /** What uses a switch port ("QUIRON 3") or a span end's channel ("QUIRON QUIRON-QUIJOTE C-37"), and its line. */
    private final Map<String, Integer> patched = new HashMap<>();

    DeviceReader(
            Map<String, Site> sites, Map<String, Span> spans, Map<String, ModuleType> types, Assumptions assumptions) {
        this.sites = sites;
        this.spans = spans;
        this.types = types;
        this.assumptions = assumptions;
    }

    List<OpticalSwitch> switches(YamlValue section) throws TopologyException {
        for (var item : section.list()) {
            item.allowing(assumptions.and("site", "ports", "patches"));
            assumptions.note(item);
            var site = TopologyReader.siteName(item.field("site"), sites);
            int ports = item.field("ports").integer(2, 1024);
            var patches = new TreeMap<Integer, SpanChannel>();
            for (var patch : item.field("patches").entries()) {
                int port = patch.key().integer(1, ports);
                takePort(patch.key(), site, port);
                patches.put(port, channelAt(site, patch.value().allowing(java.util.Set.of("span", "channel"))));
            }
            if (switches.put(site, new OpticalSwitch(site, ports, patches)) != null) {
                throw item.error("site " + site + " has two switches: keep one");
            }
        }
        return List.copyOf(switches.values());
    }

    List<ModulePlacement> modules(YamlValue section) throws TopologyException {
        for (var item : section.list()) {
            item.allowing(assumptions.and(
                    "site", "interface", "type", "role", "switchPort", "switchSite", "span", "channel"));
            assumptions.note(item);
            var site = TopologyReader.siteName(item.field("site"), sites);
            var ref = new ModuleRef(site, item.field("interface").integer(1, 65535));
            var type = types.get(item.field("type").text());
            if (type == null) {
                throw item.field("type")
                        .error("unknown type '" + item.field("type").text() + "': use one of " + types.keySet());
            }
            if (modules.put(ref, new ModulePlacement(ref, type, role(item.field("role")), attachment(site, item)))
                    != null) {
                throw item.error("module " + ref + " is given twice: give it another 'interface'");
            }
            if (modules.keySet().stream().filter(m -> m.site().equals(site)).count() > MODULES_PER_SITE) {
                throw item.error("site " + site + " has more than " + MODULES_PER_SITE
                        + " modules: the port plan has no room for it");
            }
        }
        return List.copyOf(modules.values());
    }

    List<EntangledSource> sources(Optional<YamlValue> section) throws TopologyException {
        var sources = new LinkedHashMap<String, EntangledSource>();
        for (var item : section.isPresent() ? section.get().list() : List.<YamlValue>of()) {
            item.allowing(
                    assumptions.and("name", "site", "firstPort", "secondPort", "blockBits", "blockSeconds", "blocks"));
            assumptions.note(item);
            var site = TopologyReader.siteName(item.field("site"), sites);
            var device = switches.get(site);
            if (device == null) {
                throw item.field("site").error("there is no switch at " + site + ": name a site that has one");
            }
            int first = item.field("firstPort").integer(1, device.ports());
            int second = item.field("secondPort").integer(1, device.ports());
            takePort(item.field("firstPort"), site, first);
            takePort(item.field("secondPort"), site, second);
            var seconds = item.field("blockSeconds");
            int millis = seconds.decimal().movePointRight(3).intValue();
            if (millis < 1 || millis > 3_600_000) {
                throw seconds.error("a block takes from 0.001 to 3600 s, not " + seconds.text() + ": mend it");
            }
            var name = item.field("name").text();
            var source = new EntangledSource(
                    name,
                    site,
                    first,
                    second,
                    item.field("blockBits").integer(1, 1_000_000),
                    millis,
                    item.field("blocks").integer(1, 1_000_000_000));
            if (sources.values().stream().anyMatch(other -> other.site().equals(site))) {
                throw item.error("switch-" + site + " has two sources: keep one");
            }
            if (sources.put(name, source) != null) {
                throw item.error("source " + name + " is given twice: give it another 'name'");
            }
        }
        return List.copyOf(sources.values());
    }

    List<Pairing> pairings(YamlValue section) throws TopologyException {
        var pairings = new ArrayList<Pairing>();
        var paired = new HashMap<ModuleRef, Integer>();
        for (var item : section.list()) {
            item.allowing(assumptions.and("transmitter", "receiver", "wavelength", "over", "initial"));
            assumptions.note(item);
            var transmitter = moduleRef(item.field("transmitter"), ModuleRole.TRANSMITTER);
            var receiver = moduleRef(item.field("receiver"), ModuleRole.RECEIVER);
            var over = route(item.field("over"), transmitter.site(), receiver.site(), spans);
            var initial = item.field("initial").bool();
            for (var module : List.of(transmitter, receiver)) {
                var before = initial ? paired.put(module, item.line()) : null;
                if (before != null) {
                    throw item.error("module " + module + " is in the initial pairing of line " + before
                            + " already: use another");
                }
            }
            pairings.add(new Pairing(
                    transmitter, receiver, TopologyReader.wavelength(item.field("wavelength")), over, initial));
        }
        return pairings;
    }

    /** Checks that the spans lead from one site to the other. */
    static List<String> route(YamlValue list, String from, String to, Map<String, Span> spans)
            throws TopologyException {
        var at = from;
        for (var item : list.list()) {
            var span = TopologyReader.span(item, spans);
            if (!span.touches(at)) {
                throw item.error("span " + span.name() + " does not start at " + at + ": put the spans in order");
            }
            at = span.otherEnd(at);
        }
        if (!at.equals(to)) {
            throw list.error("these spans lead from " + from + " to " + at + ", not to " + to + ": mend the list");
        }
        return list.texts();
    }

    private ModuleRef moduleRef(YamlValue value, ModuleRole role) throws TopologyException {
        var match = MODULE_REF.matcher(value.text());
        if (!match.matches()) {
            throw value.error("'" + value.text() + "' is no module: write SITE/interface, such as QUIRON/1");
        }
        var ref = new ModuleRef(match.group(1), Integer.parseInt(match.group(2)));
        var module = modules.get(ref);
        if (module == null) {
            throw value.error("unknown module '" + ref + "': use one of " + modules.keySet());
        }
        if (!module.role().canBe(role)) {
            throw value.error("module " + ref + " is a " + module.role() + ": a " + role + " is needed here");
        }
        return ref;
    }

    private Attachment attachment(String site, YamlValue item) throws TopologyException {
        var port = item.optional("switchPort");
        var elsewhere = item.optional("switchSite");
        if (port.isEmpty()) {
            if (elsewhere.isPresent()) {
                throw elsewhere.get().error("a 'switchSite' without a 'switchPort': name the port too");
            }
            return new Attachment.FixedChannel(channelAt(site, item));
        }
        if (item.optional("span").isPresent() || item.optional("channel").isPresent()) {
            throw item.error("a module has either a 'switchPort' or a 'span' with 'channel': remove one");
        }
        var at = elsewhere.isPresent() ? TopologyReader.siteName(elsewhere.get(), sites) : site;
        var device = switches.get(at);
        if (device == null) {
            throw port.get().error("there is no switch at " + at + ": attach the module by 'span' and 'channel'");
        }
        int number = port.get().integer(1, device.ports());
        takePort(port.get(), at, number);
        return new Attachment.SwitchPort(at, number);
    }

    private SpanChannel channelAt(String site, YamlValue item) throws TopologyException {
        var span = TopologyReader.span(item.field("span"), spans);
        var wavelength = TopologyReader.wavelength(item.field("channel"));
        if (!span.touches(site)) {
            throw item.field("span").error("span " + span.name() + " does not end at " + site + ": use one that does");
        }
        if (!span.channels().contains(wavelength)) {
            throw item.field("channel")
                    .error("span " + span.name() + " has no channel " + wavelength + ": use one of " + span.channels());
        }
        var channel = new SpanChannel(span.name(), wavelength);
        take(item, site + " " + channel, "channel " + channel + " at " + site);
        return channel;
    }

    private void takePort(YamlValue where, String site, int port) throws TopologyException {
        take(where, site + " " + port, "port " + port + " of switch-" + site);
    }

    private void take(YamlValue where, String key, String what) throws TopologyException {
        var before = patched.putIfAbsent(key, where.line());
        if (before != null) {
            throw where.error(what + " is in use since line " + before + ": use a free one");
        }
    }

    private static ModuleRole role(YamlValue value) throws TopologyException {
        return switch (value.text()) {
            case "TRANSMITTER" -> ModuleRole.TRANSMITTER;
            case "RECEIVER" -> ModuleRole.RECEIVER;
            case "TRANSCEIVER" -> ModuleRole.TRANSCEIVER;
            default ->
                throw value.error("unknown role '" + value.text() + "': use TRANSMITTER, RECEIVER or TRANSCEIVER");
        };
    }
}
