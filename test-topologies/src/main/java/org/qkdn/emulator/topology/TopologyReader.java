package org.qkdn.emulator.topology;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/** Turns the sections of a topology file into a {@link Topology} and checks every reference on the way. */
final class TopologyReader {
    private static final Pattern SITE_NAME = Pattern.compile("[A-Z][A-Z0-9_]{0,31}");
    private static final Pattern SPAN_NAME = Pattern.compile("[A-Z][A-Z0-9_-]{0,79}");
    private static final Pattern SAE_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private final YamlValue root;
    private final Assumptions assumptions = new Assumptions();
    private final Map<String, Site> sites = new LinkedHashMap<>();
    private final Map<String, Span> spans = new LinkedHashMap<>();
    private final Map<String, ModuleType> types = new LinkedHashMap<>();

    TopologyReader(YamlValue root) {
        this.root = root;
    }

    Topology read() throws TopologyException {
        root.allowing(Set.of(
                "name",
                "description",
                "optics",
                "sites",
                "spans",
                "switches",
                "types",
                "modules",
                "rates",
                "pairings",
                "services",
                "entangledSources"));
        var optics = root.field("optics").allowing(assumptions.and("oBandFactor", "switchLossDb"));
        assumptions.note(optics);
        readSites();
        readSpans();
        readTypes();
        var devices = new DeviceReader(sites, spans, types, assumptions);
        var switches = devices.switches(root.field("switches"));
        var modules = devices.modules(root.field("modules"));
        var sources = devices.sources(root.optional("entangledSources"));
        var rates = new RateReader(spans, types, assumptions).read(root.field("rates"));
        var pairings = devices.pairings(root.field("pairings"));
        return new Topology(
                root.field("name").text(),
                optics.field("oBandFactor").decimal(),
                Loss.ofDb(optics.field("switchLossDb").decimal()),
                List.copyOf(sites.values()),
                List.copyOf(spans.values()),
                switches,
                modules,
                rates,
                pairings,
                services(),
                assumptions.noted(),
                sources);
    }

    private List<WantedService> services() throws TopologyException {
        var section = root.optional("services");
        var services = new LinkedHashMap<String, WantedService>();
        if (section.isPresent()) {
            for (var item : section.get().list()) {
                item.allowing(assumptions.and("name", "source", "destination", "refreshSeconds", "keys"));
                assumptions.note(item);
                var service = new WantedService(
                        item.field("name").text(),
                        sae(item.field("source")),
                        sae(item.field("destination")),
                        refresh(item));
                if (services.put(service.name(), service) != null) {
                    throw item.error("service " + service.name() + " is given twice: remove one");
                }
            }
        }
        return List.copyOf(services.values());
    }

    private static Optional<WantedService.Refresh> refresh(YamlValue service) throws TopologyException {
        if (service.optional("refreshSeconds").isEmpty()
                && service.optional("keys").isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new WantedService.Refresh(
                service.field("refreshSeconds").integer(1, 86_400),
                service.field("keys").integer(1, 100)));
    }

    private String sae(YamlValue value) throws TopologyException {
        var id = value.text();
        if (sites.values().stream().noneMatch(site -> site.saes().contains(id))) {
            throw value.error("no site has an SAE '" + id + "': add it to a site's 'saes', or name one of those");
        }
        return id;
    }

    private void readSites() throws TopologyException {
        var saes = new HashSet<String>();
        var ids = new HashSet<UUID>();
        for (var item : root.field("sites").list()) {
            item.allowing(assumptions.and("name", "domain", "id", "saes"));
            assumptions.note(item);
            var name = item.field("name");
            if (!SITE_NAME.matcher(name.text()).matches()) {
                throw name.error("site name '" + name.text() + "': use upper case letters, digits and _");
            }
            var id = uuid(item.field("id"));
            if (!ids.add(id)) {
                throw item.field("id").error("id " + id + " is used twice: each site needs its own");
            }
            for (var sae : item.field("saes").list()) {
                if (!SAE_ID.matcher(sae.text()).matches()) {
                    throw sae.error("SAE ID '" + sae.text() + "': use letters, digits, '.', '_' and '-'");
                }
                if (!saes.add(sae.text())) {
                    throw sae.error("SAE " + sae.text() + " is at two places: an SAE ID is unique in the network");
                }
            }
            var site = new Site(
                    name.text(),
                    item.field("domain").text(),
                    id,
                    item.field("saes").texts());
            if (sites.put(site.name(), site) != null) {
                throw name.error("site " + site.name() + " is given twice: remove one");
            }
        }
        if (sites.size() < 2) {
            throw root.field("sites").error("a network needs two sites at least: add one");
        }
        if (sites.size() > 25) {
            throw root.field("sites").error("the port plan has room for 25 sites: remove some");
        }
    }

    private void readSpans() throws TopologyException {
        for (var item : root.field("spans").list()) {
            item.allowing(assumptions.and("name", "number", "a", "b", "km", "lossDb", "channels"));
            assumptions.note(item);
            var a = siteName(item.field("a"));
            var b = siteName(item.field("b"));
            if (a.equals(b)) {
                throw item.field("b").error("a span joins two different sites: " + a + " is given twice");
            }
            var given = item.optional("name");
            var name = given.isPresent() ? given.get().text() : a + "-" + b;
            if (!SPAN_NAME.matcher(name).matches()) {
                throw item.error("span name '" + name + "': use upper case letters, digits, _ and -");
            }
            var channels = new ArrayList<Wavelength>();
            for (var channel : item.field("channels").list()) {
                var wavelength = wavelength(channel);
                if (channels.contains(wavelength)) {
                    throw channel.error("channel " + wavelength + " is given twice: keep one");
                }
                channels.add(wavelength);
            }
            var metres = item.field("km").decimal().movePointRight(3).intValue();
            var span =
                    new Span(name, a, b, metres, Loss.ofDb(item.field("lossDb").decimal()), channels);
            if (spans.put(name, span) != null) {
                throw item.error("span " + name + " is given twice: give one of them a 'name' of its own");
            }
        }
    }

    private void readTypes() throws TopologyException {
        for (var entry : root.field("types").entries()) {
            var type = entry.value()
                    .allowing(assumptions.and(
                            "vendor", "model", "technology", "wavelengthRange", "maxAbsorptionDb", "keyDelivery"));
            assumptions.note(type);
            var range = type.field("wavelengthRange");
            if (!Wavelength.isRange(range.text())) {
                throw range.error("'" + range.text() + "' is no wavelength range: write e.g. 34-38 or 1310");
            }
            var technology = type.field("technology");
            if (!Set.of("CV-QKD", "DV-QKD", "DV-QKD-COW", "DV-QKD-2Ws").contains(technology.text())) {
                throw technology.error(
                        "unknown technology '" + technology.text() + "': use CV-QKD, DV-QKD, DV-QKD-COW or DV-QKD-2Ws");
            }
            var id = entry.key().text();
            types.put(
                    id,
                    new ModuleType(
                            id,
                            type.field("vendor").text(),
                            type.field("model").text(),
                            technology.text(),
                            range.text(),
                            Loss.ofDb(type.field("maxAbsorptionDb").decimal()),
                            keyDelivery(type)));
        }
    }

    private static KeyDeliveryForm keyDelivery(YamlValue type) throws TopologyException {
        var form = type.optional("keyDelivery");
        if (form.isEmpty()) {
            return KeyDeliveryForm.ETSI014;
        }
        return switch (form.get().text()) {
            case "etsi014" -> KeyDeliveryForm.ETSI014;
            case "push" -> KeyDeliveryForm.PUSH;
            default ->
                throw form.get().error("unknown keyDelivery '" + form.get().text() + "': use etsi014 or push");
        };
    }

    private String siteName(YamlValue value) throws TopologyException {
        return siteName(value, sites);
    }

    static String siteName(YamlValue value, Map<String, Site> sites) throws TopologyException {
        if (!sites.containsKey(value.text())) {
            throw value.error("unknown site '" + value.text() + "': use one of " + sites.keySet());
        }
        return value.text();
    }

    static Span span(YamlValue value, Map<String, Span> spans) throws TopologyException {
        var span = spans.get(value.text());
        if (span == null) {
            throw value.error("unknown span '" + value.text() + "': use one of " + spans.keySet());
        }
        return span;
    }

    static Wavelength wavelength(YamlValue value) throws TopologyException {
        return new Wavelength(value.integer(1, 9999));
    }

    private static UUID uuid(YamlValue value) throws TopologyException {
        try {
            return UUID.fromString(value.text());
        } catch (IllegalArgumentException e) {
            throw value.error("'" + value.text() + "' is no UUID: write e.g. 7b0b1f0e-2f39-4c57-9a52-0d9a3c5b1e01");
        }
    }
}
