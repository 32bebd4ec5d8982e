package org.qkdn.netconf.restconf;

import java.util.Optional;
import java.util.Set;
import org.opendaylight.restconf.api.query.ContentParam;
import org.opendaylight.restconf.api.query.DepthParam;
import org.opendaylight.restconf.api.query.WithDefaultsParam;

/** How much of a resource a client wants to see (RFC 8040 4.8.1, 4.8.2, 4.8.3, 4.8.9). */
record Shape(ContentParam content, Optional<DepthParam> depth, Optional<Fields> fields, WithDefaultsParam defaults) {
    private static final Set<String> KNOWN = Set.of("content", "depth", "fields", "with-defaults");

    static Shape of(Query query, Target target) throws Refusal {
        query.allow(KNOWN);
        final var defaults =
                query.value("with-defaults", WithDefaultsParam::forUriValue).orElse(WithDefaultsParam.EXPLICIT);
        if (defaults == WithDefaultsParam.REPORT_ALL_TAGGED) {
            throw Refusal.bad("with-defaults=report-all-tagged is not served; ask for report-all, trim or explicit");
        }
        return new Shape(
                query.value("content", ContentParam::forUriValue).orElse(ContentParam.ALL),
                query.value("depth", DepthParam::forUriValue),
                Fields.of(query, target),
                defaults);
    }
}
