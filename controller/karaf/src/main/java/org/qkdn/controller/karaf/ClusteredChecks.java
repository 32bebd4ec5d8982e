package org.qkdn.controller.karaf;

import com.google.common.util.concurrent.FluentFuture;
import com.google.common.util.concurrent.Futures;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.opendaylight.mdsal.binding.dom.adapter.AdapterContext;
import org.opendaylight.mdsal.common.api.LogicalDatastoreType;
import org.opendaylight.mdsal.common.api.PostCanCommitStep;
import org.opendaylight.mdsal.common.api.TransactionCommitFailedException;
import org.opendaylight.mdsal.dom.api.DOMDataBroker;
import org.opendaylight.mdsal.dom.api.DOMDataTreeCandidate;
import org.opendaylight.mdsal.dom.api.DOMDataTreeCommitCohort;
import org.opendaylight.mdsal.dom.api.DOMDataTreeIdentifier;
import org.opendaylight.mdsal.dom.api.DOMSchemaService;
import org.opendaylight.yangtools.concepts.Registration;
import org.opendaylight.yangtools.yang.common.ErrorType;
import org.opendaylight.yangtools.yang.common.RpcResultBuilder;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier;
import org.opendaylight.yangtools.yang.data.tree.api.DataTreeCandidate;
import org.opendaylight.yangtools.yang.data.tree.spi.DataTreeCandidates;
import org.opendaylight.yangtools.yang.model.api.EffectiveModelContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.qkdn.controller.northbound.check.CommitCheck;
import org.qkdn.controller.northbound.check.MandatoryNodes;
import org.qkdn.controller.northbound.check.OperatorRules;
import org.qkdn.controller.northbound.check.References;
import org.qkdn.controller.northbound.check.Refusal;

/**
 * The checks of each commit of configuration, in the clustered datastore. Every member registers them; those of the
 * member that leads the shard decide, whichever member was asked.
 */
@Component(service = CommitCheck.class, immediate = true)
public final class ClusteredChecks implements CommitCheck, DOMDataTreeCommitCohort {
    private static final DOMDataTreeIdentifier CONFIGURATION =
            DOMDataTreeIdentifier.of(LogicalDatastoreType.CONFIGURATION, YangInstanceIdentifier.of());

    private final DOMSchemaService schema;
    private final AdapterContext codec;
    private final Registration registration;
    private volatile Checks checks = new Checks(Optional.empty(), List.of());

    /** Those for one set of models. */
    private record Checks(Optional<EffectiveModelContext> models, List<CommitCheck> all) {}

    @Activate
    public ClusteredChecks(
            @Reference DOMDataBroker broker, @Reference DOMSchemaService schema, @Reference AdapterContext codec) {
        this.schema = schema;
        this.codec = codec;
        registration = Optional.ofNullable(broker.extension(DOMDataBroker.CommitCohortExtension.class))
                .orElseThrow(() -> new IllegalStateException("this datastore takes no checks of commits"))
                .registerCommitCohort(CONFIGURATION, this);
    }

    @Deactivate
    public void close() {
        registration.close();
    }

    @Override
    public Optional<Refusal> refusalOf(DataTreeCandidate change) {
        return refusalOf(schema.getGlobalContext(), change);
    }

    /** What it fails with must be known to all members' datastores: their frames carry no class of ours. */
    @Override
    public FluentFuture<PostCanCommitStep> canCommit(
            Object transaction, EffectiveModelContext models, Collection<DOMDataTreeCandidate> candidates) {
        return candidates.stream()
                .map(each -> DataTreeCandidates.newDataTreeCandidate(
                        each.getRootPath().path(), each.getRootNode()))
                .flatMap(change -> refusalOf(models, change).stream())
                .findFirst()
                .map(ClusteredChecks::refuse)
                .orElseGet(() -> FluentFuture.from(Futures.immediateFuture(PostCanCommitStep.NOOP)));
    }

    private static FluentFuture<PostCanCommitStep> refuse(Refusal refusal) {
        return FluentFuture.from(Futures.immediateFailedFuture(new TransactionCommitFailedException(
                refusal.message(),
                RpcResultBuilder.newError(ErrorType.APPLICATION, refusal.tag(), refusal.message()))));
    }

    private Optional<Refusal> refusalOf(EffectiveModelContext models, DataTreeCandidate change) {
        return checks(models).all().stream()
                .flatMap(check -> check.refusalOf(change).stream())
                .findFirst();
    }

    private Checks checks(EffectiveModelContext models) {
        var known = checks;
        if (known.models().filter(models::equals).isEmpty()) {
            known = new Checks(
                    Optional.of(models),
                    List.of(
                            new MandatoryNodes(models),
                            new References(models),
                            new OperatorRules(codec.currentSerializer())));
            checks = known;
        }
        return known;
    }
}
