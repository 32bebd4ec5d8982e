package org.qkdn.controller.core.pairing;

import org.qkdn.controller.core.model.SecretKeyRate;

/**
 * What two modules should make over a way.
 *
 * @param rate zero where the basis is UNKNOWN
 */
public record ExpectedRate(SecretKeyRate rate, Basis basis) {
    static final ExpectedRate UNKNOWN = new ExpectedRate(SecretKeyRate.ZERO, Basis.UNKNOWN);

    /** Where the figure comes from. */
    public enum Basis {
        /** The operator named what was measured over these spans, in this direction, at this wavelength. */
        MEASURED,
        /** Rate over loss, as the operator gave it or as fitted to what was measured elsewhere. */
        MODELLED,
        /** Nothing is known of such modules. */
        UNKNOWN
    }
}
