package org.qkdn.controller.core.pairing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.qkdn.controller.core.model.Channel;
import org.qkdn.controller.core.model.Loss;
import org.qkdn.controller.core.model.LossModel;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.OpticalPlant;
import org.qkdn.controller.core.model.QkdModule;
import org.qkdn.controller.core.model.RateTable;

/**
 * Rates that pairs of modules should make: what was measured on the very way, else by a model of rate over the loss of
 * the spans. The model is the operator's for the product, else the operator's for the technology, else one fitted to all
 * that was measured of the product. Loss of switches is no part of it: a measured rate does not say how many there were.
 */
public final class RateModel {
    private final Map<Way, List<RateTable.Measured>> measured = new HashMap<>();
    private final Map<String, LossModel> models = new HashMap<>();
    private final Map<String, LossModel> fitted = new HashMap<>();

    private record Way(String product, List<String> spans, Channel channel) {}

    private RateModel(OpticalPlant plant) {
        Map<String, List<LossModel.Observation>> observations = new HashMap<>();
        for (RateTable.Measured row : plant.rates().measured()) {
            Set<List<String>> ways = new HashSet<>(Set.of(row.spans()));
            if (row.from().isEmpty()) {
                ways.add(row.spans().reversed());
            }
            ways.forEach(spans -> measured.computeIfAbsent(
                            new Way(row.product(), spans, row.channel()), way -> new ArrayList<>())
                    .add(row));
            if (plant.spans().keySet().containsAll(row.spans())) {
                observations
                        .computeIfAbsent(row.product(), product -> new ArrayList<>())
                        .add(new LossModel.Observation(loss(plant, row), row.rate()));
            }
        }
        plant.rates().models().forEach(model -> models.put(model.of(), model));
        observations.forEach(
                (product, made) -> LossModel.fitted(product, made).ifPresent(model -> fitted.put(product, model)));
    }

    public static RateModel of(OpticalPlant plant) {
        return new RateModel(plant);
    }

    private static Loss loss(OpticalPlant plant, RateTable.Measured row) {
        return row.spans().stream()
                .map(span -> plant.spans().get(span).loss(row.channel()))
                .reduce(Loss.NONE, Loss::plus);
    }

    /**
     * What a transmitter should make with a receiver of its kind.
     *
     * @param spans crossed, from transmitter to receiver; together they lose {@code loss}
     */
    ExpectedRate expected(QkdModule transmitter, List<String> spans, Channel channel, Loss loss) {
        NodeName start = transmitter.id().node();
        return measured.getOrDefault(new Way(transmitter.model(), spans, channel), List.of()).stream()
                .filter(row -> row.from().map(start::equals).orElse(true))
                .findFirst()
                .map(row -> new ExpectedRate(row.rate(), ExpectedRate.Basis.MEASURED))
                .or(() -> of(transmitter).map(model -> new ExpectedRate(model.at(loss), ExpectedRate.Basis.MODELLED)))
                .orElse(ExpectedRate.UNKNOWN);
    }

    /** How rate depends on loss for such modules; empty where nothing is known of them. */
    public Optional<LossModel> of(QkdModule module) {
        return Optional.ofNullable(models.get(module.model()))
                .or(() -> Optional.ofNullable(models.get(module.technology())))
                .or(() -> Optional.ofNullable(fitted.get(module.model())));
    }
}
