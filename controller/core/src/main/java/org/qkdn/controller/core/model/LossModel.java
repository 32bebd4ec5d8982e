package org.qkdn.controller.core.model;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Rate over loss: the logarithm falls in a straight line, to a cut-off. A rule of thumb for planning, not physics of any
 * product.
 *
 * @param of a product as agents report it, or a technology
 * @param perDecade loss that costs nine tenths of the rate; not zero
 * @param cutOff the largest loss that gives key, where it is known
 */
public record LossModel(String of, SecretKeyRate atNoLoss, Loss perDecade, Optional<Loss> cutOff) {
    /** Nothing falls more slowly: flat over any loss that a path can have. */
    private static final double SLOWEST_MILLI_DB = 1e9;

    public LossModel {
        if (perDecade.equals(Loss.NONE)) {
            throw new IllegalArgumentException("0 dB per decade: name the loss that costs nine tenths of the rate");
        }
    }

    /** A rate made at a loss; zero where it gave no key. */
    public record Observation(Loss loss, SecretKeyRate rate) {}

    /** Of a way whose spans lose this much. */
    public SecretKeyRate at(Loss loss) {
        if (cutOff.map(most -> loss.compareTo(most) > 0).orElse(false)) {
            return SecretKeyRate.ZERO;
        }
        double decades = (double) loss.milliDb() / perDecade.milliDb();
        return new SecretKeyRate((long) (atNoLoss.bitsPerSecond() / Math.pow(10, decades)));
    }

    /**
     * Least squares through the logarithms of the rates. The cut-off is the largest loss that gave key, where a larger
     * one gave none. Empty where fewer than two different losses gave key.
     */
    public static Optional<LossModel> fitted(String of, Collection<Observation> observations) {
        List<Observation> keys = observations.stream()
                .filter(each -> !each.rate().equals(SecretKeyRate.ZERO))
                .toList();
        if (keys.stream().map(Observation::loss).distinct().count() < 2) {
            return Optional.empty();
        }
        double meanLoss =
                keys.stream().mapToInt(each -> each.loss().milliDb()).average().orElseThrow();
        double meanLog = keys.stream().mapToDouble(LossModel::log).average().orElseThrow();
        double covariance = keys.stream()
                .mapToDouble(each -> (each.loss().milliDb() - meanLoss) * (log(each) - meanLog))
                .sum();
        double variance = keys.stream()
                .mapToDouble(each -> Math.pow(each.loss().milliDb() - meanLoss, 2))
                .sum();
        double perDecade = covariance < 0 ? Math.clamp(-variance / covariance, 1, SLOWEST_MILLI_DB) : SLOWEST_MILLI_DB;
        double atNoLoss = Math.pow(10, meanLog + meanLoss / perDecade);
        return Optional.of(new LossModel(
                of,
                new SecretKeyRate(Math.round(atNoLoss)),
                new Loss((int) Math.round(perDecade)),
                cutOff(observations, keys)));
    }

    private static Optional<Loss> cutOff(Collection<Observation> all, List<Observation> keys) {
        Loss most = keys.stream().map(Observation::loss).max(Loss::compareTo).orElseThrow();
        boolean darkBeyond = all.stream()
                .anyMatch(each ->
                        each.rate().equals(SecretKeyRate.ZERO) && each.loss().compareTo(most) > 0);
        return darkBeyond ? Optional.of(most) : Optional.empty();
    }

    private static double log(Observation each) {
        return Math.log10((double) each.rate().bitsPerSecond());
    }
}
