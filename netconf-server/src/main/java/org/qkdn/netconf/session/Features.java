package org.qkdn.netconf.session;

import java.util.List;
import java.util.Set;
import org.opendaylight.yangtools.yang.model.api.Module;
import org.qkdn.netconf.data.Dom;

/** The features of a module that are served. */
final class Features {
    private static final Set<String> OF_NETCONF =
            Set.of("writable-running", "candidate", "confirmed-commit", "rollback-on-error", "validate", "xpath");

    private Features() {}

    static List<String> of(Module module) {
        final var isProtocol = module.getNamespace().toString().equals(Dom.BASE);
        return module.getFeatures().stream()
                .map(feature -> feature.getQName().getLocalName())
                .filter(name -> !isProtocol || OF_NETCONF.contains(name))
                .sorted()
                .toList();
    }
}
