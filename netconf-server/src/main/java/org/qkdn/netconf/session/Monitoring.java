package org.qkdn.netconf.session;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.opendaylight.yangtools.yang.common.Revision;
import org.opendaylight.yangtools.yang.model.api.ModuleLike;
import org.qkdn.netconf.YangModel;
import org.qkdn.netconf.data.Dom;
import org.w3c.dom.Element;

/** netconf-state (RFC 6022). */
final class Monitoring {
    private static final String NS = Dispatcher.MONITORING;

    private final YangModel model;
    private final Set<String> capabilities;
    private final Locks locks;
    private final Sessions sessions;
    private final Instant started = Instant.now();

    Monitoring(YangModel model, Set<String> capabilities, Locks locks, Sessions sessions) {
        this.model = model;
        this.capabilities = capabilities;
        this.locks = locks;
        this.sessions = sessions;
    }

    void write(Element state) {
        final var list = Dom.append(state, NS, "capabilities");
        capabilities.forEach(capability -> Dom.append(list, NS, "capability", capability));
        writeDatastores(Dom.append(state, NS, "datastores"));
        writeSchemas(Dom.append(state, NS, "schemas"));
        writeSessions(Dom.append(state, NS, "sessions"));
        writeStatistics(Dom.append(state, NS, "statistics"));
    }

    private void writeDatastores(Element parent) {
        for (var target : Target.values()) {
            final var datastore = Dom.append(parent, NS, "datastore");
            Dom.append(datastore, NS, "name", target.elementName());
            locks.holder(target).ifPresent(holder -> {
                final var lock = Dom.append(Dom.append(datastore, NS, "locks"), NS, "global-lock");
                Dom.append(lock, NS, "locked-by-session", Long.toString(holder.session()));
                Dom.append(lock, NS, "locked-time", seconds(holder.since()));
            });
        }
    }

    private void writeSchemas(Element parent) {
        for (var module : model.context().getModules()) {
            writeSchema(parent, module, module.getNamespace().toString());
            module.getSubmodules()
                    .forEach(submodule ->
                            writeSchema(parent, submodule, module.getNamespace().toString()));
        }
    }

    private static void writeSchema(Element parent, ModuleLike module, String namespace) {
        final var schema = Dom.append(parent, NS, "schema");
        Dom.append(schema, NS, "identifier", module.getName());
        Dom.append(
                schema,
                NS,
                "version",
                module.getRevision().map(Revision::toString).orElse(""));
        Dom.append(schema, NS, "format", "yang");
        Dom.append(schema, NS, "namespace", namespace);
        Dom.append(schema, NS, "location", "NETCONF");
    }

    private void writeSessions(Element parent) {
        for (var session : sessions.all()) {
            final var entry = Dom.append(parent, NS, "session");
            Dom.append(entry, NS, "session-id", Long.toString(session.id()));
            Dom.append(entry, NS, "transport", session.transport());
            Dom.append(entry, NS, "username", session.user().name());
            Dom.append(entry, NS, "source-host", session.remoteHost());
            Dom.append(entry, NS, "login-time", seconds(session.loginTime()));
            writeCounters(entry, session.counters());
        }
    }

    private void writeStatistics(Element parent) {
        Dom.append(parent, NS, "netconf-start-time", seconds(started));
        Dom.append(parent, NS, "in-bad-hellos", Long.toString(sessions.inBadHellos()));
        Dom.append(parent, NS, "in-sessions", Long.toString(sessions.inSessions()));
        Dom.append(parent, NS, "dropped-sessions", Long.toString(sessions.droppedSessions()));
        writeCounters(parent, sessions.total());
    }

    private static void writeCounters(Element parent, Counters counters) {
        Dom.append(parent, NS, "in-rpcs", counters.inRpcs.toString());
        Dom.append(parent, NS, "in-bad-rpcs", counters.inBadRpcs.toString());
        Dom.append(parent, NS, "out-rpc-errors", counters.outRpcErrors.toString());
        Dom.append(parent, NS, "out-notifications", counters.outNotifications.toString());
    }

    private static String seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
