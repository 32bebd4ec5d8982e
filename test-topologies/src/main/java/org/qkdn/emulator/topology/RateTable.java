package org.qkdn.emulator.topology;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * What each product makes over each optical path. A path that the table lists makes what was measured there, at any
 * loss; on a path that it does not list a product makes what its loss model says, or nothing if it has none.
 */
public record RateTable(
        Map<Entry, MeasuredRate> entries,
        Map<String, LossModel> models,
        Map<Entry, SortedMap<Loss, MeasuredRate>> attenuated) {
    /** A product on a path: names of the spans in the light's direction, starting at a site. */
    public record Entry(String moduleType, String from, List<String> over, Wavelength wavelength) {
        public Entry {
            over = List.copyOf(over);
        }
    }

    /** Rate = rate at no loss / 10 ^ (fibre loss / loss per decade). A rule of ours, not physics of any product. */
    public record LossModel(long bitsPerSecondAtNoLoss, Loss perDecade) {
        public MeasuredRate at(Loss fibre) {
            double decades = (double) fibre.milliDb() / perDecade.milliDb();
            return new MeasuredRate((long) (bitsPerSecondAtNoLoss / Math.pow(10, decades)), 0);
        }
    }

    public RateTable {
        entries = Map.copyOf(entries);
        models = Map.copyOf(models);
        attenuated = Map.copyOf(attenuated);
    }

    public RateTable(Map<Entry, MeasuredRate> entries, Map<String, LossModel> models) {
        this(entries, models, Map.of());
    }

    /**
     * Rate of a product on a path whose spans together lose this much, of which somebody {@code added} a part. A listed
     * path with attenuation makes what was measured with as much; between two measurements the logarithm of the rate
     * changes in a straight line, and beyond the last that gave key there is none. Where none was measured, attenuation
     * costs a listed path nothing, so long as the modules bear it.
     */
    public MeasuredRate rate(Entry path, Loss fibre, Loss added) {
        var listed = entries.get(path);
        if (listed == null) {
            var model = models.get(path.moduleType());
            return model == null ? MeasuredRate.NONE : model.at(fibre);
        }
        var steps = attenuated.get(path);
        return steps == null || added.equals(Loss.NONE) ? listed : between(listed, steps, added);
    }

    private static MeasuredRate between(MeasuredRate listed, SortedMap<Loss, MeasuredRate> steps, Loss added) {
        if (steps.containsKey(added)) {
            return steps.get(added);
        }
        var less = steps.headMap(added);
        var more = steps.tailMap(added);
        var below = less.isEmpty() ? listed : less.get(less.lastKey());
        if (more.isEmpty()
                || below.bitsPerSecond() == 0
                || more.get(more.firstKey()).bitsPerSecond() == 0) {
            return MeasuredRate.NONE;
        }
        var above = more.get(more.firstKey());
        double start = less.isEmpty() ? 0 : less.lastKey().milliDb();
        double part = (added.milliDb() - start) / (more.firstKey().milliDb() - start);
        double ratio = (double) above.bitsPerSecond() / below.bitsPerSecond();
        return new MeasuredRate(Math.round(below.bitsPerSecond() * Math.pow(ratio, part)), (int)
                Math.round(below.qberPpm() + part * (above.qberPpm() - below.qberPpm())));
    }
}
