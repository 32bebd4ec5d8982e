package org.qkdn.netconf.access;

import java.util.Map;
import java.util.Optional;
import org.opendaylight.yangtools.yang.common.ErrorTag;
import org.opendaylight.yangtools.yang.common.QName;
import org.opendaylight.yangtools.yang.common.XMLNamespace;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier.NodeIdentifier;
import org.opendaylight.yangtools.yang.data.api.schema.ContainerNode;
import org.opendaylight.yangtools.yang.model.api.Module;
import org.opendaylight.yangtools.yang.model.api.NotificationDefinition;
import org.qkdn.netconf.NetconfDatastore;
import org.qkdn.netconf.NetconfError;
import org.qkdn.netconf.NetconfUser;
import org.qkdn.netconf.YangModel;
import org.qkdn.netconf.data.Dom;
import org.w3c.dom.Element;

/** The NETCONF access control model (RFC 8341) of one server. The rules are those that running holds at the moment. */
public final class AccessControl {
    public static final String NAMESPACE = AccessRulesReader.NACM.getNamespace().toString();

    /** The protocol's own operations are there even if the served model leaves their modules out. */
    private static final Map<String, String> PROTOCOL = Map.of(
            Dom.BASE,
            "ietf-netconf",
            "urn:ietf:params:xml:ns:yang:ietf-netconf-monitoring",
            "ietf-netconf-monitoring",
            "urn:ietf:params:xml:ns:netconf:notification:1.0",
            "notifications");

    private record Parsed(Optional<ContainerNode> from, AccessRules rules) {}

    private final NetconfDatastore datastore;
    private final YangModel model;
    private final DeniedCounters denied = new DeniedCounters();
    private volatile Parsed parsed = new Parsed(Optional.empty(), AccessRules.STANDARD);

    public AccessControl(NetconfDatastore datastore, YangModel model) {
        this.datastore = datastore;
        this.model = model;
    }

    /** Throws unless the user may call the operation; there need not be one of that name. */
    public void requireExecution(NetconfUser user, String namespace, String name) throws NetconfError {
        final var modules = model.context().findModules(XMLNamespace.of(namespace));
        final var module = modules.stream().findFirst().map(Module::getName).orElse("");
        final var denial = modules.stream()
                .flatMap(known -> known.getRpcs().stream())
                .filter(rpc -> rpc.getQName().getLocalName().equals(name))
                .findFirst()
                .map(DefaultDenial::of)
                .orElse(DefaultDenial.NOTHING);
        if (!of(user).mayExecute(module.isEmpty() ? PROTOCOL.getOrDefault(namespace, "") : module, name, denial)) {
            denied.operations.incrementAndGet();
            throw NetconfError.protocol(ErrorTag.ACCESS_DENIED, user.name() + " may not call " + name);
        }
    }

    /** Throws unless the user may turn one configuration into the other. */
    public void requireWrite(NetconfUser user, ContainerNode before, ContainerNode after) throws NetconfError {
        final var access = of(user);
        if (access.isExempt() || before.equals(after)) {
            return;
        }
        for (var change : ChangedNodes.between(before, after, model.context())) {
            if (!access.may(change.operation(), change.path(), change.denial())) {
                denied.dataWrites.incrementAndGet();
                throw NetconfError.application(
                                ErrorTag.ACCESS_DENIED,
                                user.name() + " may not " + change.operation().bit() + " "
                                        + change.path().name())
                        .withPath(change.at());
            }
        }
    }

    /** Whether the notification may be sent to the user; counts where not. */
    public boolean mayHear(NetconfUser user, NotificationDefinition notification) throws NetconfError {
        final var name = notification.getQName();
        final boolean may = of(user).mayHear(moduleOf(name), name.getLocalName(), DefaultDenial.of(notification));
        if (!may) {
            denied.notifications.incrementAndGet();
        }
        return may;
    }

    /**
     * Takes out what the user may not see.
     *
     * @param data holds top-level nodes
     */
    public void prune(NetconfUser user, Element data) throws NetconfError {
        final var access = of(user);
        if (!access.readsEverything()) {
            new ReadPruning(model.context(), access).prune(data);
        }
    }

    /** Whether nothing at all is hidden from the user. */
    public boolean readsEverything(NetconfUser user) throws NetconfError {
        return of(user).readsEverything();
    }

    /** The counters, into the container {@code nacm}. */
    public void appendState(Element nacm) {
        denied.appendTo(nacm, NAMESPACE);
    }

    private UserAccess of(NetconfUser user) throws NetconfError {
        return new UserAccess(rules(), user);
    }

    private AccessRules rules() throws NetconfError {
        final var nacm = Optional.ofNullable(
                        datastore.running().childByArg(NodeIdentifier.create(AccessRulesReader.NACM)))
                .map(ContainerNode.class::cast);
        var known = parsed;
        if (!isSame(known.from(), nacm)) {
            final var reader = new AccessRulesReader(model.context());
            known = new Parsed(nacm, nacm.map(reader::read).orElse(AccessRules.STANDARD));
            parsed = known;
        }
        return known.rules();
    }

    /** Without a comparison node by node at each request. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(Optional<ContainerNode> one, Optional<ContainerNode> other) {
        return one.isEmpty() ? other.isEmpty() : other.isPresent() && one.orElseThrow() == other.orElseThrow();
    }

    private String moduleOf(QName name) {
        return model.context().findModule(name.getModule()).map(Module::getName).orElse("");
    }
}
