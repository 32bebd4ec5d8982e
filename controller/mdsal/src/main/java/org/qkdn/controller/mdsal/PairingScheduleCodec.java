package org.qkdn.controller.mdsal;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.stream.IntStream;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.PlanScheduleOutput;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.PlanScheduleOutputBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.plan.schedule.output.Association;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.plan.schedule.output.AssociationBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.plan.schedule.output.Slot;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.plan.schedule.output.SlotBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.plan.schedule.output.slot.Pair;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.plan.schedule.output.slot.PairBuilder;
import org.opendaylight.yangtools.binding.util.BindingMap;
import org.opendaylight.yangtools.yang.common.Decimal64;
import org.opendaylight.yangtools.yang.common.Uint16;
import org.opendaylight.yangtools.yang.common.Uint32;
import org.qkdn.controller.core.model.SecretKeyRate;
import org.qkdn.controller.core.plan.PairingSchedule;
import org.qkdn.controller.core.schedule.Candidate;

/** A schedule as {@code qkdn-optical:plan-schedule} answers it. */
final class PairingScheduleCodec {
    private static final int FRACTION_DIGITS = 4;

    private PairingScheduleCodec() {}

    static PlanScheduleOutput encode(PairingSchedule plan) {
        var slots = plan.timetable().slots();
        return new PlanScheduleOutputBuilder()
                .setSlot(IntStream.range(0, slots.size())
                        .mapToObj(number -> encode(number, slots.get(number)))
                        .toList())
                .setAssociation(plan.schedule().wanted().entrySet().stream()
                        .map(wanted -> encode(
                                wanted.getKey(),
                                wanted.getValue(),
                                plan.timetable().served().getOrDefault(wanted.getKey(), SecretKeyRate.ZERO)))
                        .collect(BindingMap.toMap()))
                .setWorth(decimal(plan.schedule().worth()))
                .setBound(decimal(plan.schedule().bound()))
                .build();
    }

    private static Slot encode(int number, org.qkdn.controller.core.schedule.Timetable.Slot slot) {
        return new SlotBuilder()
                .setNumber(Uint16.valueOf(number + 1))
                .setStart(Uint32.valueOf(slot.startMillis()))
                .setLength(Uint32.valueOf(slot.lengthMillis()))
                .setPair(slot.pairs().stream().map(PairingScheduleCodec::encode).collect(BindingMap.toMap()))
                .build();
    }

    private static Pair encode(Candidate pair) {
        return new PairBuilder()
                .setTransmitterNode(StateCodec.encode(pair.one().node()))
                .setTransmitterInterface(Uint32.valueOf(pair.one().interfaceId()))
                .setReceiverNode(StateCodec.encode(pair.other().node()))
                .setReceiverInterface(Uint32.valueOf(pair.other().interfaceId()))
                .build();
    }

    private static Association encode(
            org.qkdn.controller.core.lighting.Association ends, SecretKeyRate wanted, SecretKeyRate served) {
        return new AssociationBuilder()
                .setANode(StateCodec.encode(ends.a()))
                .setBNode(StateCodec.encode(ends.b()))
                .setWanted(StateCodec.encode(wanted))
                .setServed(StateCodec.encode(served))
                .build();
    }

    private static Decimal64 decimal(double value) {
        return Decimal64.valueOf(BigDecimal.valueOf(value).setScale(FRACTION_DIGITS, RoundingMode.DOWN));
    }
}
