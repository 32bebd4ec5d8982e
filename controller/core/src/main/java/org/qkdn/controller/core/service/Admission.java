package org.qkdn.controller.core.service;

import java.util.Optional;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.SecretKeyRate;

/**
 * What a service was admitted to, or what keeps it out, in figures.
 *
 * @param bottleneck the link that stands in the way of a service that was refused
 * @param largest largest min-rate with which it would not have been refused; empty where rate is not what is lacking
 * @param preemptor who took its rate
 */
public record Admission(
        Optional<KeyAssociationLinkId> bottleneck, Optional<SecretKeyRate> largest, Optional<Preemptor> preemptor) {
    public static final Admission OPEN = new Admission(Optional.empty(), Optional.empty(), Optional.empty());

    /** A service of a higher setup priority. */
    public record Preemptor(String service, int priority) {
        @Override
        public String toString() {
            return "pre-empted by service " + service + " of priority " + priority;
        }
    }
}
