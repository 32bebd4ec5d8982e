package org.qkdn.controller.karaf;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.opendaylight.mdsal.dom.api.DOMActionService;
import org.opendaylight.mdsal.dom.api.DOMDataBroker;
import org.opendaylight.mdsal.dom.api.DOMMountPointService;
import org.opendaylight.mdsal.dom.api.DOMNotificationService;
import org.opendaylight.mdsal.dom.api.DOMRpcService;
import org.opendaylight.mdsal.dom.api.DOMSchemaService;
import org.opendaylight.mdsal.dom.api.DOMSchemaService.YangTextSourceExtension;
import org.opendaylight.mdsal.singleton.api.ClusterSingletonServiceProvider;
import org.opendaylight.yangtools.concepts.Registration;
import org.opendaylight.yangtools.yang.model.api.EffectiveModelContext;
import org.opendaylight.yangtools.yang.model.api.source.SourceIdentifier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.qkdn.controller.northbound.DomServices;
import org.qkdn.controller.northbound.NmsEndpoint;
import org.qkdn.controller.northbound.check.CommitCheck;
import org.qkdn.controller.northbound.restconf.RestconfEndpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** RESTCONF and NETCONF of this member. Every member has them, whichever programs the network. */
@Component(service = Part.class, immediate = true)
public final class Northbound implements Part {
    private static final Logger LOG = LoggerFactory.getLogger(Northbound.class);
    /** Until a start that failed is tried again: a certificate may have come, or a port be free. */
    private static final int RETRY_SECONDS = 5;

    private final Settings settings;
    private final DomServices services;
    private final CommitCheck checks;
    private final YangTextSourceExtension texts;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("northbound-", 0).daemon().factory());
    private final Registration models;
    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private volatile Condition condition = Condition.bad("waits for the models");

    @Activate
    @SuppressWarnings("TooManyParameters") // a component is injected what it is built of
    public Northbound(
            @Reference Settings settings,
            @Reference CommitCheck checks,
            @Reference DOMSchemaService schema,
            @Reference DOMDataBroker data,
            @Reference DOMRpcService rpcs,
            @Reference DOMActionService actions,
            @Reference DOMNotificationService notifications,
            @Reference DOMMountPointService mounts,
            @Reference ClusterSingletonServiceProvider singletons) {
        this.settings = settings;
        this.checks = checks;
        texts = schema.extension(YangTextSourceExtension.class);
        services = new DomServices(schema, new ClearFailures(data), rpcs, actions, notifications, mounts, singletons);
        models = schema.registerSchemaContextListener(context -> thread.execute(() -> start(context)));
    }

    /** Models only change with the bundles: rarely, and seldom without a new start of everything. */
    private void start(EffectiveModelContext context) {
        stop();
        if (context.findModules("qkdn-inventory").isEmpty()) {
            return;
        }
        try {
            var restconf = RestconfEndpoint.start(services, settings.restconf());
            running.push(restconf);
            var nms = NmsEndpoint.start(settings.nms(), context, this::text, services, checks);
            running.push(nms);
            condition = Condition.good("RESTCONF " + restconf.address() + ", NETCONF port " + nms.port());
            LOG.info("ready: {}", condition.text());
        } catch (IOException | RuntimeException e) {
            stop();
            condition = Condition.bad(String.valueOf(e.getMessage()));
            LOG.error("{}; tried again in {} s", e.getMessage(), RETRY_SECONDS);
            LOG.debug("the cause", e);
            var unused = thread.schedule(() -> start(context), RETRY_SECONDS, TimeUnit.SECONDS);
        }
    }

    private Optional<String> text(SourceIdentifier source) {
        try {
            return Optional.of(texts.getYangTexttSource(source).get().read());
        } catch (ExecutionException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (IOException e) {
            throw new IllegalStateException("a module of this member cannot be read: " + source, e);
        }
    }

    private void stop() {
        while (!running.isEmpty()) {
            try {
                running.pop().close();
            } catch (Exception e) {
                LOG.warn("a server did not stop cleanly", e);
            }
        }
    }

    @Deactivate
    public void close() {
        models.close();
        thread.shutdownNow();
        try {
            thread.awaitTermination(RETRY_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        stop();
    }

    @Override
    public String name() {
        return "northbound";
    }

    @Override
    public Condition condition() {
        return condition;
    }
}
