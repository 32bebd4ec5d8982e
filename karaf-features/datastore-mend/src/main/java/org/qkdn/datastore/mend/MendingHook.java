package org.qkdn.datastore.mend;

import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;
import org.osgi.framework.hooks.weaving.WeavingException;
import org.osgi.framework.hooks.weaving.WeavingHook;
import org.osgi.framework.hooks.weaving.WovenClass;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mends the datastore's classes while the framework loads them. A class that is not as expected is not loaded at all: no
 * shard starts, and health tells so. A datastore that runs unmended, or half mended, would lose its journal weeks later.
 */
final class MendingHook implements WeavingHook {
    static final String DATASTORE = "org.opendaylight.controller.sal-akka-raft";

    private static final Logger LOG = LoggerFactory.getLogger(MendingHook.class);
    /** As the imports in bnd.bnd. */
    private static final VersionRange KNOWN = VersionRange.valueOf("[12.0.3,12.0.4]");

    @Override
    public void weave(WovenClass woven) {
        var bundle = woven.getBundleWiring().getBundle();
        if (!bundle.getSymbolicName().equals(DATASTORE)
                || Redirection.in(woven.getClassName()).isEmpty()) {
            return;
        }
        var what = woven.getClassName() + " of " + DATASTORE + " " + bundle.getVersion();
        try {
            woven.setBytes(mended(bundle.getVersion(), woven.getClassName(), woven.getBytes()));
        } catch (IllegalArgumentException e) {
            LOG.error("not mended, and so not loaded: {}: {}", what, e.getMessage());
            throw new WeavingException(what + ": " + e.getMessage(), e);
        }
        woven.getDynamicImports().add(JournalPositions.class.getPackageName());
        LOG.info("mended {}", what);
    }

    static byte[] mended(Version version, String className, byte[] original) {
        if (!KNOWN.includes(version)) {
            throw new IllegalArgumentException("this mend is for " + KNOWN
                    + ": see whether the new release still needs it (docs/decisions/datastore-mend.md)");
        }
        return Mending.of(className, original);
    }
}
