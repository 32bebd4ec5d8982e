package org.qkdn.controller.core.model;

import java.util.List;
import java.util.Optional;

/**
 * What the operator knows of the rates that products make.
 *
 * @param measured over certain spans
 * @param models for all other ways
 */
public record RateTable(List<Measured> measured, List<LossModel> models) {
    public static final RateTable EMPTY = new RateTable(List.of(), List.of());

    public RateTable {
        measured = List.copyOf(measured);
        models = List.copyOf(models);
    }

    /**
     * A rate that a product made.
     *
     * @param product model of the modules, as their agents report it
     * @param spans crossed, in order
     * @param from site where the light starts; absent where the rate holds both ways
     * @param rate zero where the way was tried and gave no key
     */
    public record Measured(
            String product, List<String> spans, Optional<NodeName> from, Channel channel, SecretKeyRate rate) {
        public Measured {
            spans = List.copyOf(spans);
        }
    }
}
