package org.qkdn.controller.core.service;

import java.util.Optional;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.SecretKeyRate;

/**
 * What a service was admitted to, or what keeps it out, in figures.
 *
 * @param granted rate of key that it may use
 * @param limit what its nodes are told to let it use; empty: no limit
 * @param bottleneck the link that stands in the way of a service that was refused
 * @param largest largest min-rate with which it would not have been refused; empty where rate is not what is lacking
 * @param preemptor who took its rate
 */
public record Admission(
        Optional<SecretKeyRate> granted,
        Optional<SecretKeyRate> limit,
        Optional<KeyAssociationLinkId> bottleneck,
        Optional<SecretKeyRate> largest,
        Optional<Preemptor> preemptor) {
    public static final Admission OPEN = refused(Optional.empty(), Optional.empty(), Optional.empty());

    static Admission refused(
            Optional<KeyAssociationLinkId> bottleneck, Optional<SecretKeyRate> largest, Optional<Preemptor> preemptor) {
        return new Admission(Optional.empty(), Optional.empty(), bottleneck, largest, preemptor);
    }

    Admission granting(Optional<SecretKeyRate> rate, Optional<SecretKeyRate> most) {
        return new Admission(rate, most, bottleneck, largest, preemptor);
    }

    /** A service of a higher setup priority. */
    public record Preemptor(String service, int priority) {
        @Override
        public String toString() {
            return "pre-empted by service " + service + " of priority " + priority;
        }
    }
}
