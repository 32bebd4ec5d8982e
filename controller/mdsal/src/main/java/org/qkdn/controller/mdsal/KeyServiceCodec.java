package org.qkdn.controller.mdsal;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.yang.types.rev130715.DateAndTime;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.key.service.rev261121.Demand;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.key.service.rev261121.KeyServices;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.key.service.rev261121.demand.Constraints;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.key.service.rev261121.key.services.KeyService;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.types.rev261121.BitRate;
import org.opendaylight.yangtools.yang.common.Uint32;
import org.opendaylight.yangtools.yang.common.Uint64;
import org.opendaylight.yangtools.yang.common.Uint8;
import org.qkdn.controller.core.engine.Event.KeyServicesChanged;
import org.qkdn.controller.core.model.Combination;
import org.qkdn.controller.core.model.KeyMix;
import org.qkdn.controller.core.model.KeyService.Origin;
import org.qkdn.controller.core.model.SecretKeyRate;
import org.qkdn.controller.core.model.SharedRisk;
import org.qkdn.controller.core.model.Terms;

/** {@code qkdn-key-service:key-services} as the domain sees it. */
final class KeyServiceCodec {
    /** What the bandwidth leaves of ETSI GS QKD 015 (uint32, bit/s) can carry. */
    static final Uint64 HIGHEST_RATE = Uint64.valueOf(Uint32.MAX_VALUE);

    private KeyServiceCodec() {}

    static KeyServicesChanged decode(KeyServices services) {
        Map<String, org.qkdn.controller.core.model.KeyService> decoded = services.nonnullKeyService().values().stream()
                .map(KeyServiceCodec::decode)
                .collect(Collectors.toMap(org.qkdn.controller.core.model.KeyService::name, each -> each));
        return new KeyServicesChanged(
                decoded, services.getProvisionOnRequest() == null || services.requireProvisionOnRequest());
    }

    private static org.qkdn.controller.core.model.KeyService decode(KeyService service) {
        return decode(service.requireName(), service);
    }

    /** A service that is wanted, or only thought of. */
    static org.qkdn.controller.core.model.KeyService decode(String name, Demand service) {
        var constraints = Optional.ofNullable(service.getConstraints());
        return new org.qkdn.controller.core.model.KeyService(
                name,
                Origin.OPERATOR,
                service.requireSource().getValue(),
                service.requireDestination().getValue(),
                Optional.ofNullable(service.getMinRate())
                        .map(KeyServiceCodec::rate)
                        .orElse(SecretKeyRate.ZERO),
                Optional.ofNullable(service.getMaxRate()).map(KeyServiceCodec::rate),
                Optional.ofNullable(service.getPriority()).map(Uint8::toJava).orElse((short) 0),
                Optional.ofNullable(service.getTtl()).map(Uint32::toJava),
                constraints.map(PathRulesCodec::decode).orElse(PathRulesCodec.DEFAULT),
                mix(service, constraints),
                terms(service));
    }

    private static Terms terms(Demand service) {
        return new Terms(
                Optional.ofNullable(service.getHoldingPriority())
                        .or(() -> Optional.ofNullable(service.getPriority()))
                        .map(Uint8::toJava)
                        .orElse((short) 0),
                Optional.ofNullable(service.getJitter()).map(Uint32::toJava),
                Optional.ofNullable(service.getExpires()).flatMap(KeyServiceCodec::instant));
    }

    /** Empty where the model's pattern lets something pass that is no date, such as the 30th of February. */
    static Optional<Instant> instant(DateAndTime time) {
        try {
            // -00:00 says that the place of the clock is not known (RFC 3339 4.3)
            var text = time.getValue().replaceFirst("-00:00$", "Z");
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static KeyMix mix(Demand service, Optional<Constraints> constraints) {
        return new KeyMix(
                Optional.ofNullable(service.getCombination())
                        .flatMap(combination -> Combination.named(combination.getName()))
                        .orElse(Combination.SINGLE),
                constraints
                        .map(Constraints::getPaths)
                        .map(paths -> (int) paths.toJava())
                        .orElse(1),
                constraints
                        .map(Constraints::getDifferent)
                        .map(different -> switch (different) {
                            case Model -> SharedRisk.Kind.MODEL;
                            case Technology -> SharedRisk.Kind.TECHNOLOGY;
                            case Vendor -> SharedRisk.Kind.VENDOR;
                            case Site -> SharedRisk.Kind.SITE;
                            case Span -> SharedRisk.Kind.SPAN;
                            case Duct -> SharedRisk.Kind.DUCT;
                        })
                        .map(Set::of)
                        .orElse(Set.of()));
    }

    private static SecretKeyRate rate(BitRate rate) {
        // KeyServiceRules refuses what is beyond; configuration older than that rule must not overflow sums
        return new SecretKeyRate(
                rate.getValue().compareTo(HIGHEST_RATE) > 0
                        ? HIGHEST_RATE.longValue()
                        : rate.getValue().longValue());
    }
}
