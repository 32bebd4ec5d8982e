package org.qkdn.controller.core.service;

import java.util.Map;
import java.util.Optional;
import org.qkdn.controller.core.model.SecretKeyRate;

/**
 * What a service was granted last, by what was decided or, after a start, by what its nodes report.
 *
 * @param rate empty where its nodes are told no limit, or the operator asks for something else now
 * @param limit what its nodes are told
 */
record LastGrant(Optional<SecretKeyRate> rate, Optional<SecretKeyRate> limit) {
    /** Empty where nothing is known. */
    static Optional<LastGrant> of(ServiceState service, Map<String, ServiceState> before, ReportedServices reported) {
        Optional<LastGrant> told = reported.limit(service.application()).map(limit -> new LastGrant(limit, limit));
        Optional<LastGrant> decided = Optional.ofNullable(
                        before.get(service.service().name()))
                .filter(last -> last.application().equals(service.application()))
                .map(last -> last.service().equals(service.service())
                        ? new LastGrant(
                                last.admission().granted(), last.admission().limit())
                        : new LastGrant(Optional.empty(), service.service().maxRate()));
        return reported.isNews(service.application()) ? told.or(() -> decided) : decided.or(() -> told);
    }
}
