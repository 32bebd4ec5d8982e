package org.qkdn.controller.karaf;

import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code etc/org.qkdn.controller.cfg}. The other parts start with its {@link Settings}, and start again when the file
 * changes; while it is wrong they do not, and this part says why.
 */
@Component(
        service = Part.class,
        immediate = true,
        configurationPid = "org.qkdn.controller",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class ConfigurationFile implements Part {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigurationFile.class);

    private Optional<ServiceRegistration<Settings>> registration = Optional.empty();
    private Condition condition = Condition.good("read");

    @Activate
    public ConfigurationFile(BundleContext bundles, Map<String, Object> properties) {
        try {
            registration = Optional.of(bundles.registerService(Settings.class, Settings.of(properties), null));
        } catch (IllegalArgumentException e) {
            LOG.error("{}", e.getMessage());
            condition = Condition.bad(e.getMessage());
        }
    }

    @Deactivate
    public void close() {
        registration.ifPresent(ServiceRegistration::unregister);
    }

    @Override
    public String name() {
        return "configuration";
    }

    @Override
    public Condition condition() {
        return condition;
    }
}
