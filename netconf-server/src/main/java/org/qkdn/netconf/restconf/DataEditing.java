package org.qkdn.netconf.restconf;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.ArrayDeque;
import java.util.Set;
import org.opendaylight.netconf.api.xml.XmlUtil;
import org.opendaylight.yangtools.yang.common.ErrorTag;
import org.opendaylight.yangtools.yang.common.QName;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier;
import org.opendaylight.yangtools.yang.data.api.schema.ContainerNode;
import org.opendaylight.yangtools.yang.data.tree.api.DataTreeModification;
import org.qkdn.netconf.NetconfError;
import org.qkdn.netconf.data.ConfigEdit;
import org.qkdn.netconf.data.ConfigTree;
import org.qkdn.netconf.data.Dom;
import org.qkdn.netconf.data.EditReader;
import org.qkdn.netconf.data.Operation;
import org.qkdn.netconf.session.ServerCore;

/** POST, PUT, PATCH and DELETE of data resources (RFC 8040 4.4 to 4.7). */
final class DataEditing {
    private static final Set<String> NONE = Set.of();

    private final ServerCore core;
    private final Versions versions;
    private final Body body;
    private final EditReader reader;
    private final ConfigTree tree;

    DataEditing(ServerCore core, Versions versions) {
        this.core = core;
        this.versions = versions;
        body = new Body(core.model());
        reader = new EditReader(core.model());
        tree = new ConfigTree(core.model());
    }

    Answer put(Call call, Target target) throws Refusal, NetconfError {
        if (target.isDatastore()) {
            return putDatastore(call);
        }
        final var placement = Placement.of(call.query(), target);
        final var holder = target.holder();
        final var edit = edit(call, holder, Operation.REPLACE);
        final var opening = opening(holder);
        requireNames(target.instance(), edit);
        final boolean existed = carryOut(call, target, modification -> {
            requireThere(holder, modification);
            opening.applyTo(modification);
            edit.applyTo(modification);
            placement.applyTo(modification);
        });
        return stamped(existed ? HttpResponseStatus.NO_CONTENT : HttpResponseStatus.CREATED);
    }

    private Answer putDatastore(Call call) throws Refusal, NetconfError {
        call.query().allow(NONE);
        final var content = datastore(call);
        final var wanted = tree.edit(ConfigTree.EMPTY, content::applyTo);
        carryOut(call, Target.of(core.model(), ""), modification -> {
            final var before = modification
                    .readNode(YangInstanceIdentifier.of())
                    .map(ContainerNode.class::cast)
                    .orElse(ConfigTree.EMPTY);
            ConfigTree.replacing(before, wanted).applyTo(modification);
        });
        return stamped(HttpResponseStatus.NO_CONTENT);
    }

    Answer patch(Call call, Target target) throws Refusal, NetconfError {
        call.query().allow(NONE);
        if (target.isDatastore()) {
            final var edit = datastore(call);
            carryOut(call, target, edit::applyTo);
            return stamped(HttpResponseStatus.NO_CONTENT);
        }
        final var holder = target.holder();
        final var edit = edit(call, holder, Operation.MERGE);
        final var opening = opening(holder);
        requireNames(target.instance(), edit);
        final var missing = Refusal.notFound("there is nothing to patch; PUT creates it");
        carryOut(call, target, modification -> {
            requireThere(holder, modification);
            if (!target.isNonPresenceContainer()
                    && modification.readNode(target.instance()).isEmpty()) {
                throw new Refused(missing);
            }
            opening.applyTo(modification);
            edit.applyTo(modification);
        });
        return stamped(HttpResponseStatus.NO_CONTENT);
    }

    Answer post(Call call, Target target) throws Refusal, NetconfError {
        final var edit = edit(call, target, Operation.CREATE);
        final var opening = opening(target);
        if (edit.paths().size() != 1) {
            throw Refusal.bad(
                    "POST creates one resource, the body has " + edit.paths().size());
        }
        final var created = edit.paths().getFirst();
        final var location = Urls.of(created, core.model());
        final var placement = Placement.of(call.query(), Target.of(core.model(), location));
        carryOut(call, target, modification -> {
            requireThere(target, modification);
            opening.applyTo(modification);
            edit.applyTo(modification);
            placement.applyTo(modification);
        });
        return stamped(HttpResponseStatus.CREATED)
                .with(HttpHeaderNames.LOCATION, call.url(Router.DATA + "/" + location));
    }

    Answer delete(Call call, Target target) throws Refusal, NetconfError {
        call.query().allow(NONE);
        carryOut(call, target, ConfigEdit.deletion(target.instance()));
        return stamped(HttpResponseStatus.NO_CONTENT);
    }

    /** Containers that exist by themselves may be of a case that is not chosen yet: it takes the place of the other. */
    private ConfigEdit opening(Target holder) throws NetconfError {
        final var names = new ArrayDeque<QName>();
        var at = holder;
        for (; !at.isDatastore() && at.isNonPresenceContainer(); at = at.holder()) {
            names.push(at.schema().getQName());
        }
        final var content = Dom.append(XmlUtil.newDocument(), Dom.BASE, "config");
        var inner = content;
        for (var name : names) {
            inner = Dom.append(inner, name.getNamespace().toString(), name.getLocalName());
        }
        return reader.readBelow(at.instance(), content, Operation.MERGE);
    }

    private ConfigEdit edit(Call call, Target holder, Operation operation) throws Refusal, NetconfError {
        final var content = body.below(holder.instance(), Encoding.ofBody(call.headers()), call.body());
        return reader.readBelow(holder.instance(), content, operation);
    }

    private ConfigEdit datastore(Call call) throws Refusal, NetconfError {
        return reader.read(body.datastore(Encoding.ofBody(call.headers()), call.body()), Operation.MERGE);
    }

    private static void requireNames(YangInstanceIdentifier target, ConfigEdit edit) throws NetconfError {
        if (edit.paths().size() != 1 || !edit.paths().getFirst().equals(target)) {
            throw NetconfError.application(
                            ErrorTag.INVALID_VALUE,
                            "the body must hold the one resource that the URL names, with its keys")
                    .withPath(target);
        }
    }

    /** Below what is not there nothing can be. */
    private static void requireThere(Target target, DataTreeModification modification) throws NetconfError {
        for (var at = target; !at.isDatastore(); at = at.holder()) {
            if (!at.isNonPresenceContainer()
                    && modification.readNode(at.instance()).isEmpty()) {
                throw NetconfError.application(ErrorTag.DATA_MISSING, "the configuration has no such node")
                        .withPath(at.instance());
            }
        }
    }

    /** Whether the target was there before. */
    private boolean carryOut(Call call, Target target, ConfigTree.Edit edit) throws Refusal, NetconfError {
        final var preconditions = new Preconditions(versions, call);
        final var existed = new boolean[1];
        try {
            core.edit(
                    call.user(),
                    before -> {
                        existed[0] = Trees.find(before, target.instance()).isPresent();
                        try {
                            preconditions.require(versions.of(before), existed[0]);
                        } catch (Refusal e) {
                            throw new Refused(e);
                        }
                    },
                    edit);
        } catch (Refused e) {
            throw e.refusal();
        }
        return existed[0];
    }

    private Answer.Whole stamped(HttpResponseStatus status) throws NetconfError {
        return DataReading.stamped(Answer.empty(status), versions.of(core.running()));
    }
}
