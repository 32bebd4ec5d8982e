package org.qkdn.controller.mdsal;

import java.util.List;
import java.util.Optional;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.Optical;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.optical.MeasuredRate;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.optical.RateModel;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.types.rev261121.BitRate;
import org.qkdn.controller.core.model.Loss;
import org.qkdn.controller.core.model.LossModel;
import org.qkdn.controller.core.model.RateTable;
import org.qkdn.controller.core.model.SecretKeyRate;

/** What the operator knows of rates, as the domain sees it. */
final class RateTableCodec {
    private RateTableCodec() {}

    static RateTable decode(Optical optical) {
        return new RateTable(
                optical.nonnullMeasuredRate().values().stream()
                        .map(RateTableCodec::decode)
                        .toList(),
                optical.nonnullRateModel().values().stream()
                        .map(RateTableCodec::decode)
                        .toList());
    }

    static RateTable.Measured decode(MeasuredRate row) {
        return new RateTable.Measured(
                row.requireProduct(),
                Optional.ofNullable(row.getSpan()).map(List::copyOf).orElse(List.of()),
                Optional.ofNullable(row.getFromSite()).map(OpticalPlantCodec::node),
                OpticalPlantCodec.channel(row.requireChannel()),
                rate(row.requireRate()));
    }

    private static LossModel decode(RateModel model) {
        return new LossModel(
                model.requireOf(),
                rate(model.requireRateAtNoLoss()),
                // the model bounds it to 1000 dB
                new Loss(Math.toIntExact(model.requireLossPerDecade().scaleTo(3).unscaledValue())),
                Optional.ofNullable(model.getCutOff()).map(OpticalPlantCodec::loss));
    }

    private static SecretKeyRate rate(BitRate rate) {
        return new SecretKeyRate(rate.getValue().longValue());
    }
}
