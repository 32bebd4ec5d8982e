package org.qkdn.controller.mdsal;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.planning.rev261121.DryRunInput;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.planning.rev261121.DryRunOutput;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.planning.rev261121.DryRunOutputBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.planning.rev261121.LinkStatus;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.planning.rev261121.ServiceStatus;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.planning.rev261121.dry.run.output.KeyService;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.planning.rev261121.dry.run.output.KeyServiceBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.planning.rev261121.dry.run.output.Link;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.planning.rev261121.dry.run.output.LinkBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.planning.rev261121.dry.run.output.Maintenance;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.planning.rev261121.dry.run.output.MaintenanceBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.planning.rev261121.dry.run.output.maintenance.ServiceBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.planning.rev261121.service.outlook.Share;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.planning.rev261121.service.outlook.ShareBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.planning.rev261121.service.outlook.ShareKey;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.types.rev261121.BitRate;
import org.opendaylight.yangtools.binding.util.BindingMap;
import org.opendaylight.yangtools.yang.common.Uint32;
import org.opendaylight.yangtools.yang.common.Uint64;
import org.opendaylight.yangtools.yang.common.Uint8;
import org.qkdn.controller.core.engine.Drain;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.Maintenance.Target;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.plan.Breakdown;
import org.qkdn.controller.core.plan.Prediction;
import org.qkdn.controller.core.plan.Prediction.LinkChange;
import org.qkdn.controller.core.plan.Prediction.LinkFigures;
import org.qkdn.controller.core.plan.Prediction.Outlook;
import org.qkdn.controller.core.plan.Prediction.ServiceChange;

/** What {@code qkdn-planning:dry-run} asks and answers, in the core's terms. */
final class PlanningCodec {
    private PlanningCodec() {}

    static Breakdown breakdown(DryRunInput input) {
        return new Breakdown(
                set(input.getFailingSpan(), span -> span),
                set(input.getFailingNode(), node -> new NodeName(node.getValue())),
                set(input.getFailingSwitch(), name -> name),
                set(input.getFailingLink(), id -> new KeyAssociationLinkId(UUID.fromString(id.getValue()))),
                set(input.getFailingVendor(), vendor -> vendor));
    }

    static List<Target> maintenance(DryRunInput input) {
        return Stream.of(
                        set(input.getMaintainedNode(), node -> (Target) new Target.Node(new NodeName(node.getValue()))),
                        set(input.getMaintainedLink(), id ->
                                (Target) new Target.Link(new KeyAssociationLinkId(UUID.fromString(id.getValue())))),
                        set(input.getMaintainedSwitch(), name -> (Target) new Target.Switch(name)),
                        set(input.getMaintainedSpan(), name -> (Target) new Target.Span(name)))
                .flatMap(Set::stream)
                .sorted(Comparator.comparing(Target::toString))
                .toList();
    }

    private static <T, R> Set<R> set(Set<T> named, Function<T, R> decode) {
        return Optional.ofNullable(named).orElse(Set.of()).stream().map(decode).collect(Collectors.toUnmodifiableSet());
    }

    static DryRunOutput encode(Prediction prediction) {
        return new DryRunOutputBuilder()
                .setVerdict(prediction.verdict())
                .setUnchangedServices(Uint32.valueOf(prediction.untouched()))
                .setKeyService(prediction.services().stream()
                        .map(PlanningCodec::encode)
                        .collect(BindingMap.toMap()))
                .setLink(prediction.links().stream().map(PlanningCodec::encode).collect(BindingMap.toMap()))
                .setMaintenance(
                        prediction.drains().stream().map(PlanningCodec::encode).collect(BindingMap.toMap()))
                .build();
    }

    private static Maintenance encode(Drain drain) {
        return new MaintenanceBuilder()
                .setTarget(drain.maintenance().target().toString())
                .setDrained(drain.isDrained())
                .setService(drain.relayed().entrySet().stream()
                        .map(each -> new ServiceBuilder()
                                .setName(each.getKey())
                                .setReason(each.getValue())
                                .build())
                        .collect(BindingMap.toMap()))
                .setEndsHere(drain.ending())
                .build();
    }

    private static KeyService encode(ServiceChange change) {
        return new KeyServiceBuilder()
                .setName(change.name())
                .setBefore(change.before()
                        .map(outlook -> new org.opendaylight.yang.gen.v1.urn.qkdn.yang.planning.rev261121.dry.run.output
                                        .key.service.BeforeBuilder()
                                .setStatus(status(outlook))
                                .setShare(shares(outlook))
                                .build())
                        .orElse(null))
                .setAfter(change.after()
                        .map(outlook -> new org.opendaylight.yang.gen.v1.urn.qkdn.yang.planning.rev261121.dry.run.output
                                        .key.service.AfterBuilder()
                                .setStatus(status(outlook))
                                .setShare(shares(outlook))
                                .build())
                        .orElse(null))
                .setReason(change.reason().orElse(null))
                .build();
    }

    private static ServiceStatus status(Outlook outlook) {
        return switch (outlook.status()) {
            case PENDING -> ServiceStatus.PENDING;
            case UP -> ServiceStatus.UP;
            case DOWN -> ServiceStatus.DOWN;
        };
    }

    private static java.util.Map<ShareKey, Share> shares(Outlook outlook) {
        return IntStream.range(0, outlook.paths().size())
                .mapToObj(i -> new ShareBuilder()
                        .setNumber(Uint8.valueOf(i + 1))
                        .setPath(outlook.paths().get(i).stream()
                                .map(StateCodec::encode)
                                .toList())
                        .build())
                .collect(BindingMap.toMap());
    }

    private static Link encode(LinkChange change) {
        return new LinkBuilder()
                .setLinkId(StateCodec.encode(change.id().value()))
                .setTransmitterNode(StateCodec.encode(change.transmitter()))
                .setReceiverNode(StateCodec.encode(change.receiver()))
                .setBefore(
                        change.before()
                                .map(figures -> new org.opendaylight.yang.gen.v1.urn.qkdn.yang.planning.rev261121.dry
                                                .run.output.link.BeforeBuilder()
                                        .setStatus(status(figures))
                                        .setRemaining(remaining(figures))
                                        .build())
                                .orElse(null))
                .setAfter(
                        change.after()
                                .map(figures -> new org.opendaylight.yang.gen.v1.urn.qkdn.yang.planning.rev261121.dry
                                                .run.output.link.AfterBuilder()
                                        .setStatus(status(figures))
                                        .setRemaining(remaining(figures))
                                        .build())
                                .orElse(null))
                .setReason(change.reason().orElse(null))
                .build();
    }

    private static LinkStatus status(LinkFigures figures) {
        return switch (figures.status()) {
            case ACTIVE -> LinkStatus.ACTIVE;
            case PASSIVE -> LinkStatus.PASSIVE;
            case PENDING -> LinkStatus.PENDING;
            case OFF -> LinkStatus.OFF;
        };
    }

    private static BitRate remaining(LinkFigures figures) {
        return new BitRate(Uint64.valueOf(figures.remaining().bitsPerSecond()));
    }
}
