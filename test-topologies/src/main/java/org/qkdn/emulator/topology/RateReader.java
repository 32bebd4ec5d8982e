package org.qkdn.emulator.topology;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the rate table. */
final class RateReader {
    private final Map<String, Span> spans;
    private final Map<String, ModuleType> types;
    private final Assumptions assumptions;
    private final Map<RateTable.Entry, MeasuredRate> entries = new HashMap<>();
    private final Map<RateTable.Entry, SortedMap<Loss, MeasuredRate>> attenuated = new HashMap<>();

    RateReader(Map<String, Span> spans, Map<String, ModuleType> types, Assumptions assumptions) {
        this.spans = spans;
        this.types = types;
        this.assumptions = assumptions;
    }

    RateTable read(YamlValue section) throws TopologyException {
        section.allowing(Set.of("measured", "unlisted"));
        for (var row : section.field("measured").list()) {
            row.allowing(assumptions.and("type", "over", "from", "wavelength", "addedDb", "kbps", "qberPercent"));
            assumptions.note(row);
            add(row);
        }
        var models = new HashMap<String, RateTable.LossModel>();
        for (var entry : section.field("unlisted").entries()) {
            var type = type(entry.key());
            var model = entry.value().allowing(assumptions.and("kbpsAtNoLoss", "dbPerDecade"));
            assumptions.note(model);
            var perDecade = Loss.ofDb(model.field("dbPerDecade").decimal());
            if (perDecade.equals(Loss.NONE)) {
                throw model.field("dbPerDecade")
                        .error("0 dB per decade: write the dB that cost nine tenths of the rate");
            }
            models.put(type, new RateTable.LossModel(bits(model.field("kbpsAtNoLoss")), perDecade));
        }
        return new RateTable(entries, models, attenuated);
    }

    private void add(YamlValue row) throws TopologyException {
        var type = type(row.field("type"));
        var wavelength = TopologyReader.wavelength(row.field("wavelength"));
        var qber = row.optional("qberPercent");
        int ppm = qber.isEmpty() ? 0 : qber.get().decimal().movePointRight(4).intValue();
        if (ppm > 500_000) {
            throw qber.orElseThrow().error("a QBER is 50 percent at most: mend it");
        }
        var rate = new MeasuredRate(bits(row.field("kbps")), ppm);
        var over = row.field("over");
        var items = over.list();
        if (items.isEmpty()) {
            throw over.error("the path is empty: name its spans");
        }
        var first = TopologyReader.span(items.getFirst(), spans);
        var from = row.optional("from");
        if (from.isPresent()) {
            put(
                    row,
                    new RateTable.Entry(
                            type,
                            start(from.get(), first),
                            route(over, from.get().text()),
                            wavelength),
                    rate);
            return;
        }
        var start = startOf(over, items);
        var forth = route(over, start);
        put(row, new RateTable.Entry(type, start, forth, wavelength), rate);
        put(row, new RateTable.Entry(type, end(start, forth), forth.reversed(), wavelength), rate);
    }

    private String start(YamlValue from, Span first) throws TopologyException {
        if (!first.touches(from.text())) {
            throw from.error("the path's first span " + first.name() + " does not touch '" + from.text() + "': use "
                    + first.a() + " or " + first.b());
        }
        return from.text();
    }

    private String startOf(YamlValue over, List<YamlValue> items) throws TopologyException {
        var first = TopologyReader.span(items.getFirst(), spans);
        if (items.size() == 1) {
            return first.a();
        }
        var second = TopologyReader.span(items.get(1), spans);
        if (second.touches(first.b())) {
            return first.a();
        }
        if (second.touches(first.a())) {
            return first.b();
        }
        throw over.error("spans " + first.name() + " and " + second.name() + " do not meet: put the spans in order");
    }

    private List<String> route(YamlValue over, String start) throws TopologyException {
        var names = over.texts();
        var at = start;
        for (var item : over.list()) {
            var span = TopologyReader.span(item, spans);
            if (!span.touches(at)) {
                throw item.error("span " + span.name() + " does not start at " + at + ": put the spans in order");
            }
            at = span.otherEnd(at);
        }
        return names;
    }

    private String end(String start, List<String> over) {
        var at = start;
        for (var name : over) {
            at = spans.get(name).otherEnd(at);
        }
        return at;
    }

    private void put(YamlValue row, RateTable.Entry entry, MeasuredRate rate) throws TopologyException {
        var added = row.optional("addedDb");
        if (added.isPresent()) {
            if (!entries.containsKey(entry)) {
                throw added.get().error("the same without added attenuation has to come first: write that row above");
            }
            var steps = attenuated.computeIfAbsent(entry, any -> new TreeMap<>());
            if (steps.putIfAbsent(Loss.ofDb(added.get().decimal()), rate) != null) {
                throw added.get().error("a rate with this attenuation is given already: remove one");
            }
            return;
        }
        if (entries.putIfAbsent(entry, rate) != null) {
            throw row.error("a rate for " + entry.moduleType() + " from " + entry.from() + " over " + entry.over()
                    + " at " + entry.wavelength() + " is given already: remove one");
        }
    }

    private String type(YamlValue value) throws TopologyException {
        if (!types.containsKey(value.text())) {
            throw value.error("unknown type '" + value.text() + "': use one of " + types.keySet());
        }
        return value.text();
    }

    private static long bits(YamlValue kbps) throws TopologyException {
        return kbps.decimal()
                .multiply(BigDecimal.valueOf(1000))
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact();
    }
}
