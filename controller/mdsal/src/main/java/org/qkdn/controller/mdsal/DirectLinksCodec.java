package org.qkdn.controller.mdsal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.DirectLinks;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.DirectLinksBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.direct.links.DirectLinkBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.direct.links.DirectLinkKey;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.direct.links.RefusedLink;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.direct.links.RefusedLinkBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.optical.path.CrossConnect;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.optical.path.CrossConnectBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.optical.path.CrossConnectKey;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.types.rev261121.BitRate;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.types.rev261121.OpticalChannel;
import org.opendaylight.yangtools.binding.util.BindingMap;
import org.opendaylight.yangtools.yang.common.Uint16;
import org.opendaylight.yangtools.yang.common.Uint32;
import org.opendaylight.yangtools.yang.common.Uint64;
import org.opendaylight.yangtools.yang.common.Uint8;
import org.qkdn.controller.core.pairing.DirectLink;
import org.qkdn.controller.core.pairing.ExpectedRate;
import org.qkdn.controller.core.pairing.OpticalPath;

/** What could be lit and what may not, as {@code qkdn-optical:direct-links}. */
final class DirectLinksCodec {
    private DirectLinksCodec() {}

    static DirectLinks encode(org.qkdn.controller.core.pairing.DirectLinks links) {
        var ways = new HashMap<List<Object>, Integer>();
        var encoded =
                new ArrayList<org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.direct.links.DirectLink>();
        for (var link : links.links()) {
            var ends = List.<Object>of(
                    link.transmitter(), link.receiver(), link.path().channel());
            encoded.add(encode(link, ways.merge(ends, 1, Integer::sum)));
        }
        var refused = new ArrayList<RefusedLink>();
        for (var link : links.refused()) {
            refused.add(encode(link, refused.size() + 1));
        }
        return new DirectLinksBuilder()
                .setDirectLink(BindingMap.of(encoded))
                .setRefusedLink(BindingMap.of(refused))
                .build();
    }

    private static org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.direct.links.DirectLink encode(
            DirectLink link, int way) {
        var path = link.path();
        var encoded = new DirectLinkBuilder()
                .withKey(new DirectLinkKey(
                        new OpticalChannel(path.channel().toString()),
                        Uint32.valueOf(link.receiver().interfaceId()),
                        StateCodec.encode(link.receiver().node()),
                        Uint32.valueOf(link.transmitter().interfaceId()),
                        StateCodec.encode(link.transmitter().node()),
                        Uint8.valueOf(way)))
                .setSpan(path.spans())
                .setLoss(OpticalStateCodec.encode(path.loss()))
                .setCrossConnect(crossConnects(path))
                .setBasis(
                        switch (link.expected().basis()) {
                            case MEASURED ->
                                org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.direct.links.DirectLink
                                        .Basis.Measured;
                            case MODELLED ->
                                org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.direct.links.DirectLink
                                        .Basis.Modelled;
                            case UNKNOWN ->
                                org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.direct.links.DirectLink
                                        .Basis.Unknown;
                        })
                .setLinkId(StateCodec.encode(link.link().value()));
        link.budget().ifPresent(budget -> encoded.setBudget(OpticalStateCodec.encode(budget)));
        if (link.expected().basis() != ExpectedRate.Basis.UNKNOWN) {
            encoded.setExpectedRate(
                    new BitRate(Uint64.valueOf(link.expected().rate().bitsPerSecond())));
        }
        return encoded.build();
    }

    private static RefusedLink encode(org.qkdn.controller.core.pairing.RefusedLink link, int number) {
        var encoded = new RefusedLinkBuilder()
                .setNumber(Uint32.valueOf(number))
                .setTransmitterNode(StateCodec.encode(link.transmitter().node()))
                .setTransmitterInterface(Uint32.valueOf(link.transmitter().interfaceId()))
                .setReceiverNode(StateCodec.encode(link.receiver().node()))
                .setReceiverInterface(Uint32.valueOf(link.receiver().interfaceId()))
                .setReason(link.reason());
        link.path().ifPresent(path -> encoded.setChannel(
                        new OpticalChannel(path.channel().toString()))
                .setSpan(path.spans())
                .setLoss(OpticalStateCodec.encode(path.loss()))
                .setCrossConnect(crossConnects(path)));
        return encoded.build();
    }

    private static Map<CrossConnectKey, CrossConnect> crossConnects(OpticalPath path) {
        return path.crossConnects().stream()
                .map(crossing -> new CrossConnectBuilder()
                        .setSwitch(crossing.switchName())
                        .setIngress(Uint16.valueOf(crossing.ingress()))
                        .setEgress(Uint16.valueOf(crossing.egress()))
                        .build())
                .collect(BindingMap.toMap());
    }
}
