package org.qkdn.emulator.plant;

import java.util.List;
import java.util.Optional;
import org.qkdn.emulator.topology.Attachment;
import org.qkdn.emulator.topology.EntangledSource;
import org.qkdn.emulator.topology.Loss;
import org.qkdn.emulator.topology.ModulePlacement;
import org.qkdn.emulator.topology.ModuleRole;
import org.qkdn.emulator.topology.Topology;
import org.qkdn.emulator.topology.Wavelength;

/** The light of entangled photons: from a source through its switch to two modules, neither of which sends. */
public record SourceLight(Topology topology) {
    /** The source by whose light two modules make key, if there is one. */
    public Optional<EntangledSource> source(ModulePlacement one, ModulePlacement other) {
        return topology.sources().stream()
                .filter(source -> receivesFrom(source, one) && receivesFrom(source, other))
                .findFirst();
    }

    private static boolean receivesFrom(EntangledSource source, ModulePlacement module) {
        return module.role() == ModuleRole.TRANSCEIVER
                && module.attachment() instanceof Attachment.SwitchPort at
                && at.site().equals(source.site());
    }

    /** Where the photons go that leave the source by its first port; the others must reach the second module. */
    public Light follow(
            EntangledSource source,
            ModulePlacement one,
            ModulePlacement other,
            Wavelength wavelength,
            PlantState state) {
        var device = topology.switchAt(source.site()).orElseThrow();
        for (var arms : List.of(List.of(one, other), List.of(other, one))) {
            if (isConnected(state, device.name(), source.firstPort(), arms.getFirst())
                    && isConnected(state, device.name(), source.secondPort(), arms.getLast())) {
                var loss = topology.switchLoss().plus(topology.switchLoss());
                return new Light.Arrives(
                        other.ref(),
                        new OpticalPath(one.ref().site(), List.of(), wavelength, Loss.NONE, loss, Loss.NONE));
            }
        }
        return new Light.Dark(device.name() + " does not connect both ports of source " + source.name() + " with "
                + one.ref() + " and " + other.ref());
    }

    private static boolean isConnected(PlantState state, String device, int port, ModulePlacement module) {
        return state.connectionsOf(device).stream()
                .anyMatch(each -> (each.ingress() == port && each.egress() == module.port())
                        || (each.egress() == port && each.ingress() == module.port()));
    }
}
