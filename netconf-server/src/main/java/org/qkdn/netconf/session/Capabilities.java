package org.qkdn.netconf.session;

import java.util.LinkedHashSet;
import java.util.Set;
import org.opendaylight.netconf.api.CapabilityURN;
import org.opendaylight.yangtools.yang.common.Revision;
import org.opendaylight.yangtools.yang.model.api.Module;
import org.qkdn.netconf.YangModel;

/** What the hello announces. */
final class Capabilities {
    private Capabilities() {}

    static Set<String> of(YangModel model, String contentId) {
        final var all = new LinkedHashSet<String>();
        all.add("urn:ietf:params:netconf:base:1.0");
        all.add("urn:ietf:params:netconf:base:1.1");
        all.add(CapabilityURN.WRITABLE_RUNNING);
        all.add(CapabilityURN.CANDIDATE);
        all.add(CapabilityURN.CONFIRMED_COMMIT_1_1);
        all.add(CapabilityURN.ROLLBACK_ON_ERROR);
        all.add(CapabilityURN.VALIDATE_1_1);
        all.add(CapabilityURN.XPATH);
        all.add(CapabilityURN.NOTIFICATION);
        all.add(CapabilityURN.INTERLEAVE);
        all.add(CapabilityURN.YANG_LIBRARY_1_1 + "?revision=2019-01-04&content-id=" + contentId);
        model.context().getModules().forEach(module -> all.add(capability(module)));
        return all;
    }

    /** RFC 6020 5.6.4. */
    private static String capability(Module module) {
        final var features = String.join(",", Features.of(module));
        return module.getNamespace() + "?module=" + module.getName()
                + module.getRevision()
                        .map(Revision::toString)
                        .map(date -> "&revision=" + date)
                        .orElse("")
                + (features.isEmpty() ? "" : "&features=" + features);
    }
}
