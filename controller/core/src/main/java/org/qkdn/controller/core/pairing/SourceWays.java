package org.qkdn.controller.core.pairing;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.qkdn.controller.core.model.Channel;
import org.qkdn.controller.core.model.ModuleId;
import org.qkdn.controller.core.model.OpticalPlant.EntangledSource;
import org.qkdn.controller.core.model.QkdModule;
import org.qkdn.controller.core.model.Role;

/**
 * The light of entangled photons: it goes from a source to two modules at a time, neither of which sends. ETSI GS QKD 015 has no
 * role for that; such modules are transceivers, and the first of a pair by name is called its transmitter.
 */
public final class SourceWays {
    private SourceWays() {}

    /** The source that serves two modules, if any does. */
    static Optional<EntangledSource> source(OpticalLayer layer, QkdModule one, QkdModule other) {
        Optional<SwitchPort> here = layer.switchPort(one);
        Optional<SwitchPort> there = layer.switchPort(other);
        boolean receivers = Stream.of(one, other).allMatch(module -> module.role() == Role.TRANSCEIVER);
        return receivers && here.isPresent() && there.isPresent()
                ? layer.plant().sources().values().stream()
                        .filter(source -> source.switchName().equals(here.get().device()))
                        .filter(source -> source.switchName().equals(there.get().device()))
                        .findFirst()
                : Optional.empty();
    }

    /** The source whose light a link uses, if any. */
    public static Optional<EntangledSource> source(OpticalLayer layer, DirectLink link) {
        return source(layer, link.transmitter(), link.receiver());
    }

    /** The source that serves two modules, if any does. */
    public static Optional<EntangledSource> source(OpticalLayer layer, ModuleId transmitter, ModuleId receiver) {
        return layer.module(transmitter)
                .flatMap(one -> layer.module(receiver).flatMap(other -> source(layer, one, other)));
    }

    static boolean inOrder(ModuleId transmitter, ModuleId receiver) {
        return transmitter.compareTo(receiver) < 0;
    }

    static OpticalPath path(
            OpticalLayer layer, EntangledSource source, QkdModule one, QkdModule other, Channel channel) {
        String device = source.switchName();
        List<Pairing.CrossConnect> arms = List.of(
                new Pairing.CrossConnect(
                        device,
                        source.firstPort(),
                        layer.switchPort(one).orElseThrow().port()),
                new Pairing.CrossConnect(
                        device,
                        source.secondPort(),
                        layer.switchPort(other).orElseThrow().port()));
        return new OpticalPath(channel, List.of(), layer.loss(List.of(), channel, arms), arms);
    }
}
