package org.qkdn.datastore.mend;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.hooks.weaving.WeavingHook;

/** No component: it must be there before any, and before the datastore's classes are loaded. */
public final class Activator implements BundleActivator {
    @Override
    public void start(BundleContext bundles) {
        // unregistered by the framework when this bundle stops
        bundles.registerService(WeavingHook.class, new MendingHook(), null);
    }

    @Override
    public void stop(BundleContext bundles) {
        // nothing that the framework does not do by itself
    }
}
