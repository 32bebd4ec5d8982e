package org.qkdn.emulator.topology;

import java.util.List;
import java.util.Map;

/**
 * What each product makes over each optical path. A path that the table lists makes what was measured there, at any
 * loss; on a path that it does not list a product makes what its loss model says, or nothing if it has none.
 */
public record RateTable(Map<Entry, MeasuredRate> entries, Map<String, LossModel> models) {
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
    }

    /** Rate of a product on a path whose spans together lose this much. */
    public MeasuredRate rate(Entry path, Loss fibre) {
        var listed = entries.get(path);
        if (listed != null) {
            return listed;
        }
        var model = models.get(path.moduleType());
        return model == null ? MeasuredRate.NONE : model.at(fibre);
    }
}
