package org.qkdn.emulator.optical;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.qkdn.emulator.plant.CrossConnect;
import org.qkdn.emulator.plant.FibrePlant;
import org.qkdn.emulator.plant.Light;
import org.qkdn.emulator.plant.OpticalPath;
import org.qkdn.emulator.plant.PlantState;
import org.qkdn.emulator.topology.Attachment;
import org.qkdn.emulator.topology.ModulePlacement;
import org.qkdn.emulator.topology.ModuleRef;
import org.qkdn.emulator.topology.ModuleRole;
import org.qkdn.emulator.topology.Topology;
import org.qkdn.emulator.topology.Wavelength;

/**
 * Direct links of an emulated network, found by trying: each transmitter sends at each wavelength through each
 * combination of cross-connects that passes no site twice, and what arrives at a receiver of its kind within both loss
 * budgets is a link. Knows nothing of the controller.
 */
final class BruteForce {
    private final Topology topology;
    private final FibrePlant plant;
    private final List<Lit> lit = new ArrayList<>();

    /** Light of a transmitter that a receiver of its kind can use, or could if there were less loss. */
    record Lit(ModuleRef transmitter, ModuleRef receiver, OpticalPath path, boolean withinBudget) {}

    BruteForce(Topology topology) {
        this.topology = topology;
        this.plant = new FibrePlant(topology);
    }

    List<Lit> all() {
        for (var transmitter : topology.modules()) {
            if (transmitter.role() != ModuleRole.RECEIVER) {
                for (int number = 1; number < 2000; number++) {
                    var wavelength = new Wavelength(number);
                    if (wavelength.isIn(transmitter.type().wavelengthRange())) {
                        send(transmitter, wavelength);
                    }
                }
            }
        }
        return lit;
    }

    private void send(ModulePlacement transmitter, Wavelength wavelength) {
        switch (transmitter.attachment()) {
            case Attachment.FixedChannel fixed -> look(transmitter, wavelength, Map.of());
            case Attachment.SwitchPort port ->
                onward(transmitter, wavelength, transmitter.ref().site(), port.port(), Map.of(), Set.of());
        }
    }

    /** Light enters a site's switch at a port: every other port is tried. */
    private void onward(
            ModulePlacement transmitter,
            Wavelength wavelength,
            String site,
            int port,
            Map<String, Set<CrossConnect>> connected,
            Set<String> passed) {
        var device = topology.switchAt(site).orElseThrow();
        var longer = new HashSet<>(passed);
        longer.add(site);
        for (int out = 1; out <= device.ports(); out++) {
            if (out == port) {
                continue;
            }
            var more = new HashMap<>(connected);
            more.put(device.name(), Set.of(new CrossConnect(port, out)));
            var channel = device.patches().get(out);
            if (channel == null) {
                look(transmitter, wavelength, more);
                continue;
            }
            var next = topology.span(channel.span()).orElseThrow().otherEnd(site);
            var beyond = topology.switchAt(next);
            if (channel.wavelength().equals(wavelength) && beyond.isPresent() && !longer.contains(next)) {
                beyond.get().patches().forEach((in, there) -> {
                    if (there.equals(channel)) {
                        onward(transmitter, wavelength, next, in, more, longer);
                    }
                });
            }
        }
    }

    private void look(ModulePlacement transmitter, Wavelength wavelength, Map<String, Set<CrossConnect>> connected) {
        if (plant.follow(transmitter.ref(), wavelength, new PlantState(connected, Set.of()))
                instanceof Light.Arrives arrives) {
            var receiver = topology.module(arrives.receiver()).orElseThrow();
            if (receiver.role() != ModuleRole.TRANSMITTER
                    && receiver.type().equals(transmitter.type())
                    && !receiver.ref().site().equals(transmitter.ref().site())) {
                boolean borne =
                        arrives.path().loss().compareTo(transmitter.type().maxAbsorption()) <= 0;
                lit.add(new Lit(transmitter.ref(), receiver.ref(), arrives.path(), borne));
            }
        }
    }
}
