package org.qkdn.netconf.restconf;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Optional;
import org.opendaylight.restconf.api.query.ContentParam;
import org.opendaylight.restconf.api.query.WithDefaultsParam;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier.NodeIdentifier;
import org.opendaylight.yangtools.yang.data.api.schema.ContainerNode;
import org.opendaylight.yangtools.yang.data.api.schema.NormalizedNode;
import org.opendaylight.yangtools.yang.data.spi.node.ImmutableNodes;
import org.qkdn.netconf.NetconfError;
import org.qkdn.netconf.data.ConfigTree;
import org.qkdn.netconf.session.ServerCore;

/** GET and HEAD of data resources (RFC 8040 4.2, 4.3). */
final class DataReading {
    private final ServerCore core;
    private final Versions versions;
    private final Trees trees;
    private final DataWriter writer;

    DataReading(ServerCore core, Versions versions) {
        this.core = core;
        this.versions = versions;
        trees = new Trees(core.model());
        writer = new DataWriter(core.model());
    }

    Answer get(Call call, Target target) throws Refusal, NetconfError {
        final var shape = Shape.of(call.query(), target);
        final var encoding = Encoding.ofAnswer(call.headers());
        final boolean withState = shape.content() != ContentParam.CONFIG;
        final var version = versions.of(core.running());
        if (!withState && new Preconditions(versions, call).isKnown(version)) {
            return stamped(Answer.empty(HttpResponseStatus.NOT_MODIFIED), version);
        }
        final var root = trees.tree(core.read(call.user(), withState, target.roots()), call);
        final var found = found(root, target, shape);
        final var answer = Answer.of(
                HttpResponseStatus.OK, encoding.mediaType(), writer.write(target, found, encoding, shape.depth()));
        return target.isConfiguration() ? stamped(answer, version) : answer;
    }

    private NormalizedNode found(ContainerNode root, Target target, Shape shape) throws Refusal {
        final var there = Trees.find(root, target.instance()).or(() -> unwritten(root, target));
        if (there.isEmpty()) {
            throw Refusal.notFound("there is no such data");
        }
        final var context = target.path().schema();
        final var wanted = shape.content() == ContentParam.NONCONFIG
                ? StateOnly.of(there.orElseThrow(), context)
                : there.filter(node -> shape.content() == ContentParam.ALL || target.isConfiguration());
        if (wanted.isEmpty()) {
            if (target.isDatastore()) {
                return ConfigTree.EMPTY;
            }
            throw Refusal.notFound(
                    "there is no such data of content=" + shape.content().paramValue());
        }
        final var complete = shape.defaults() == WithDefaultsParam.EXPLICIT
                ? wanted.orElseThrow()
                : new Defaults(shape.defaults()).applyTo(wanted.orElseThrow(), context);
        return shape.fields().map(fields -> fields.applyTo(complete)).orElse(complete);
    }

    /** A container that exists with its parent although nothing is in it. */
    private Optional<NormalizedNode> unwritten(ContainerNode root, Target target) {
        if (target.isDatastore() || !target.isNonPresenceContainer()) {
            return Optional.empty();
        }
        final var above = target.holder();
        return Trees.find(root, above.instance()).isPresent()
                        || unwritten(root, above).isPresent()
                ? Optional.of(ImmutableNodes.newContainerBuilder()
                        .withNodeIdentifier(
                                NodeIdentifier.create(target.schema().getQName()))
                        .build())
                : Optional.empty();
    }

    static Answer.Whole stamped(Answer.Whole answer, Versions.Version version) {
        return answer.with(HttpHeaderNames.ETAG, version.tag())
                .with(HttpHeaderNames.LAST_MODIFIED, version.lastModified())
                .with(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_CACHE.toString());
    }
}
