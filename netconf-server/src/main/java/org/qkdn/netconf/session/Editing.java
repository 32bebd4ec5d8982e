package org.qkdn.netconf.session;

import java.util.ArrayList;
import java.util.Optional;
import org.opendaylight.netconf.api.xml.XmlUtil;
import org.opendaylight.yangtools.yang.common.ErrorTag;
import org.opendaylight.yangtools.yang.data.api.schema.ContainerNode;
import org.qkdn.netconf.ConfigChange;
import org.qkdn.netconf.NetconfDatastore;
import org.qkdn.netconf.NetconfError;
import org.qkdn.netconf.YangModel;
import org.qkdn.netconf.access.AccessControl;
import org.qkdn.netconf.data.ConfigTree;
import org.qkdn.netconf.data.DataXml;
import org.qkdn.netconf.data.Dom;
import org.qkdn.netconf.data.EditReader;
import org.qkdn.netconf.data.Operation;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Everything that changes or locks a configuration. */
final class Editing {
    private final YangModel model;
    private final NetconfDatastore datastore;
    private final ConfigTree tree;
    private final EditReader reader;
    private final Candidate candidate;
    private final Locks locks;
    private final Confirmation confirmation;
    private final AccessControl access;

    Editing(
            YangModel model,
            NetconfDatastore datastore,
            ConfigTree tree,
            EditReader reader,
            Candidate candidate,
            Locks locks,
            Confirmation confirmation,
            AccessControl access) {
        this.model = model;
        this.datastore = datastore;
        this.tree = tree;
        this.reader = reader;
        this.candidate = candidate;
        this.locks = locks;
        this.confirmation = confirmation;
        this.access = access;
    }

    Document editConfig(Call call) throws NetconfError {
        final var target = Target.of(call.operation(), "target");
        final var options = EditOptions.of(call);
        final var config = call.parameter("config");
        if (config.isEmpty()) {
            throw NetconfError.protocol(ErrorTag.MISSING_ELEMENT, "edit-config needs a config; a url is not supported")
                    .withInfo("bad-element", "config");
        }
        locks.requireFree(target, call.session().id());
        final var edit = reader.read(config.orElseThrow(), options.defaultOperation());
        final var refused = new ArrayList<NetconfError>();
        final ConfigTree.Edit applied = modification -> {
            refused.clear();
            edit.applyTo(modification, error -> {
                if (!options.goesOn()) {
                    throw error;
                }
                refused.add(error);
            });
        };
        switch (target) {
            case RUNNING -> editRunning(call, applied, options.test());
            case CANDIDATE -> editCandidate(call, applied, options.test());
        }
        if (!refused.isEmpty()) {
            throw NetconfError.all(refused);
        }
        return call.ok();
    }

    private void editRunning(Call call, ConfigTree.Edit edit, EditOptions.Test test) throws NetconfError {
        final NetconfDatastore.Edit change = before -> permitted(call, before, edit);
        if (test == EditOptions.Test.TEST_ONLY) {
            datastore.validate(change);
        } else {
            datastore.commit(change);
            call.session().logChange();
        }
    }

    private void editCandidate(Call call, ConfigTree.Edit edit, EditOptions.Test test) throws NetconfError {
        if (test != EditOptions.Test.SET) {
            validate(call, tree.edit(candidate.content(), edit));
        }
        if (test != EditOptions.Test.TEST_ONLY) {
            candidate.edit(edit, call.session().id(), permission(call));
        }
    }

    Document copyConfig(Call call) throws NetconfError {
        final var target = Target.of(call.operation(), "target");
        final var source = call.parameter("source").flatMap(Dom::firstElement);
        if (source.isEmpty()) {
            throw NetconfError.protocol(ErrorTag.MISSING_ELEMENT, "copy-config needs a source")
                    .withInfo("bad-element", "source");
        }
        if (Target.ifNamed(source.orElseThrow()).equals(Optional.of(target))) {
            throw NetconfError.protocol(ErrorTag.INVALID_VALUE, "source and target are both " + target.elementName())
                    .withInfo("bad-element", target.elementName());
        }
        locks.requireFree(target, call.session().id());
        final var content = visible(call, content(source.orElseThrow()));
        switch (target) {
            case CANDIDATE -> {
                final var before = candidate.content();
                candidate.edit(
                        ConfigTree.replacing(before, content), call.session().id(), permission(call));
            }
            case RUNNING -> {
                datastore.commit(before -> permitted(call, before, ConfigTree.replacing(before, content)));
                call.session().logChange();
            }
        }
        return call.ok();
    }

    private ConfigChange permitted(Call call, ContainerNode before, ConfigTree.Edit edit) throws NetconfError {
        final var change = tree.change(before, call.session().user().name(), edit);
        permission(call).require(change.before(), change.after());
        return change;
    }

    private Candidate.Permission permission(Call call) {
        return (before, after) -> access.requireWrite(call.session().user(), before, after);
    }

    /** Nobody copies what he may not see (RFC 8341 3.2.6). */
    private ContainerNode visible(Call call, ContainerNode content) throws NetconfError {
        if (access.readsEverything(call.session().user())) {
            return content;
        }
        final var config = Dom.append(XmlUtil.newDocument(), Dom.BASE, "config");
        DataXml.append(model.context(), content.body(), config);
        access.prune(call.session().user(), config);
        return content(config);
    }

    /** RFC 6241 7.4: running cannot be deleted, 8.3.4: nor can a candidate, and there is no other. */
    Document deleteConfig(Call call) throws NetconfError {
        final var target = Target.of(call.operation(), "target");
        throw NetconfError.protocol(
                        ErrorTag.INVALID_VALUE,
                        switch (target) {
                            case RUNNING -> "running cannot be deleted; copy-config replaces all of it";
                            case CANDIDATE ->
                                "the candidate cannot be deleted; discard-changes makes it what running is";
                        })
                .withInfo("bad-element", target.elementName());
    }

    /** Of a datastore, or given in full. */
    private ContainerNode content(Element source) throws NetconfError {
        if (Dom.isNamed(source, Dom.BASE, "config")) {
            final var edit = reader.read(source, Operation.MERGE);
            return tree.edit(ConfigTree.EMPTY, edit::applyTo);
        }
        final var named = Target.ifNamed(source);
        if (named.isEmpty()) {
            throw NetconfError.protocol(ErrorTag.OPERATION_NOT_SUPPORTED, "cannot read from " + source.getLocalName())
                    .withInfo("bad-element", source.getLocalName());
        }
        return switch (named.orElseThrow()) {
            case RUNNING -> datastore.running();
            case CANDIDATE -> candidate.content();
        };
    }

    Document validate(Call call) throws NetconfError {
        final var source = call.parameter("source").flatMap(Dom::firstElement);
        if (source.isEmpty()) {
            throw NetconfError.protocol(ErrorTag.MISSING_ELEMENT, "validate needs a source")
                    .withInfo("bad-element", "source");
        }
        validate(call, content(source.orElseThrow()));
        return call.ok();
    }

    private void validate(Call call, ContainerNode content) throws NetconfError {
        datastore.validate(
                before -> tree.change(before, call.session().user().name(), ConfigTree.replacing(before, content)));
    }

    Document lock(Call call) throws NetconfError {
        final var target = Target.of(call.operation(), "target");
        if (target == Target.CANDIDATE && locks.holder(target).isEmpty()) {
            final var editor = candidate.editor();
            if (editor.isPresent()) {
                // RFC 6241 7.5: not while it holds changes that are neither committed nor discarded
                throw Locks.denied(target, editor.orElseThrow());
            }
        }
        if (target == Target.RUNNING && locks.holder(target).isEmpty()) {
            final var waiting = confirmation.otherThan(call.session().id());
            if (waiting.isPresent()) {
                throw Locks.denied(target, waiting.orElseThrow());
            }
        }
        locks.lock(target, call.session().id());
        return call.ok();
    }

    Document unlock(Call call) throws NetconfError {
        final var target = Target.of(call.operation(), "target");
        locks.unlock(target, call.session().id());
        if (target == Target.CANDIDATE) {
            candidate.discard();
        }
        return call.ok();
    }

    Document discardChanges(Call call) throws NetconfError {
        locks.requireFree(Target.CANDIDATE, call.session().id());
        candidate.discard();
        return call.ok();
    }

    void ended(ServerSession session) {
        confirmation.ended(session);
        locks.release(Target.RUNNING, session.id());
        if (locks.release(Target.CANDIDATE, session.id())) {
            candidate.discard();
        }
    }
}
