package org.qkdn.controller.mdsal;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.yang.types.rev130715.DateAndTime;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.exposure.rev261121.ExposureReportOutput;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.exposure.rev261121.ExposureReportOutputBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.exposure.rev261121.exposure.report.output.Crossing.Role;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.exposure.rev261121.exposure.report.output.CrossingBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.exposure.rev261121.exposure.report.output.crossing.KeyIds;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.exposure.rev261121.exposure.report.output.crossing.KeyIdsBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.types.rev261121.SaeId;
import org.opendaylight.yangtools.binding.util.BindingMap;
import org.opendaylight.yangtools.yang.common.Uint32;
import org.qkdn.controller.core.exposure.Crossing;
import org.qkdn.controller.core.model.NodeName;

/** What {@code qkdn-exposure:exposure-report} answers. */
final class ExposureCodec {
    private ExposureCodec() {}

    static Instant instant(DateAndTime time) {
        return OffsetDateTime.parse(time.getValue()).toInstant();
    }

    /** {@code named} has the keys of each crossing of the page. */
    static ExposureReportOutput encode(
            NodeName node,
            Instant begin,
            PathWatch.Recorded recorded,
            int offset,
            List<Crossing> page,
            List<NamedKeys> named) {
        return new ExposureReportOutputBuilder()
                .setTotal(Uint32.valueOf(recorded.crossings().size()))
                .setRecordedSince(time(recorded.since()))
                .setNote(notes(begin, recorded))
                .setCrossing(IntStream.range(0, page.size())
                        .mapToObj(i -> crossing(offset + i, page.get(i), node, named.get(i)))
                        .collect(BindingMap.toMap()))
                .build();
    }

    private static Set<String> notes(Instant begin, PathWatch.Recorded recorded) {
        var notes = new LinkedHashSet<String>();
        if (begin.isBefore(recorded.since())) {
            notes.add("the record begins at " + recorded.since() + ": what crossed the node before is not known");
        }
        recorded.unsafe().ifPresent(notes::add);
        return notes;
    }

    private static org.opendaylight.yang.gen.v1.urn.qkdn.yang.exposure.rev261121.exposure.report.output.Crossing
            crossing(int number, Crossing crossing, NodeName node, NamedKeys named) {
        var path = crossing.path();
        var encoded = new CrossingBuilder()
                .setNumber(Uint32.valueOf(number))
                .setKeyService(path.service())
                .setAppId(StateCodec.encode(path.application().value()))
                .setLinkId(StateCodec.encode(path.link().value()))
                .setPath(path.nodes().stream().map(StateCodec::encode).toList())
                .setRole(path.isRelayedBy(node) ? Role.Relay : Role.End)
                .setFrom(time(crossing.from()))
                .setUntil(crossing.until().map(ExposureCodec::time).orElse(null))
                .setKeyIds(named.told().stream().map(ExposureCodec::keys).collect(BindingMap.toMap()))
                .setUnknownKeyIds(new LinkedHashSet<>(named.unknown()));
        path.source().ifPresent(sae -> encoded.setSource(new SaeId(sae.value())));
        path.destination().ifPresent(sae -> encoded.setDestination(new SaeId(sae.value())));
        return encoded.build();
    }

    private static KeyIds keys(NamedKeys.Told told) {
        return new KeyIdsBuilder()
                .setRelayedBy(StateCodec.encode(told.end()))
                .setFirst(StateCodec.encode(told.range().first()))
                .setLast(StateCodec.encode(told.range().last()))
                .setAt(time(told.range().at()))
                .build();
    }

    private static DateAndTime time(Instant instant) {
        return new DateAndTime(instant.truncatedTo(ChronoUnit.MILLIS).toString());
    }
}
