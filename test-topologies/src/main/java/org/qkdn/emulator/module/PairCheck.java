package org.qkdn.emulator.module;

import java.util.Map;
import java.util.Optional;
import org.qkdn.emulator.plant.FibrePlant;
import org.qkdn.emulator.plant.Light;
import org.qkdn.emulator.plant.OpticalPath;
import org.qkdn.emulator.plant.PlantState;
import org.qkdn.emulator.plant.SourceLight;
import org.qkdn.emulator.topology.EntangledSource;
import org.qkdn.emulator.topology.Loss;
import org.qkdn.emulator.topology.ModuleRef;
import org.qkdn.emulator.topology.ModuleRole;
import org.qkdn.emulator.topology.RateTable;
import org.qkdn.emulator.topology.Topology;

/** The rules by which a module finds out whether it can make key, and with whom. Pure. */
final class PairCheck {
    private final Topology topology;
    private final FibrePlant plant;
    private final SourceLight sources;

    PairCheck(Topology topology, FibrePlant plant) {
        this.topology = topology;
        this.plant = plant;
        this.sources = new SourceLight(topology);
    }

    Verdict verdict(ModuleRef self, Map<ModuleRef, ModuleView> modules, PlantState state) {
        var own = modules.get(self);
        var wrong = ownTrouble(own);
        if (wrong.isPresent()) {
            return new Verdict.NotReady(wrong.get());
        }
        var channel = own.channel().orElseThrow();
        var peer = channel.peer().map(modules::get);
        if (peer.isEmpty()) {
            return new Verdict.NotReady("waiting for peer " + channel.peerName() + ": no such module answers");
        }
        wrong = peerTrouble(own, channel, peer.get());
        if (wrong.isPresent()) {
            return new Verdict.NotReady("waiting for peer " + channel.peer().get() + ": " + wrong.get());
        }
        return channel.role() == ModuleRole.TRANSMITTER ? light(own, peer.get(), state) : light(peer.get(), own, state);
    }

    private static Optional<String> ownTrouble(ModuleView own) {
        if (!own.powered()) {
            return Optional.of("the module is off");
        }
        if (own.failed()) {
            return Optional.of("the module has failed");
        }
        if (own.channel().isEmpty()) {
            return Optional.of("no quantum channel is configured");
        }
        return own.channel().get().enabled() ? Optional.empty() : Optional.of("the quantum channel is disabled");
    }

    private static Optional<String> peerTrouble(ModuleView own, ChannelSetting channel, ModuleView peer) {
        if (!peer.powered()) {
            return Optional.of("it does not answer");
        }
        if (peer.failed()) {
            return Optional.of("it has failed");
        }
        var theirs = peer.channel();
        if (theirs.isEmpty() || !theirs.get().linkId().equals(channel.linkId())) {
            return Optional.of("it is not configured for this link");
        }
        if (!theirs.get().peer().equals(Optional.of(own.placement().ref()))) {
            return Optional.of("it expects peer " + theirs.get().peerName());
        }
        if (!theirs.get().enabled()) {
            return Optional.of("its quantum channel is disabled");
        }
        if (theirs.get().role() == channel.role()) {
            return Optional.of("both ends are " + channel.role());
        }
        if (!theirs.get().wavelength().equals(channel.wavelength())) {
            return Optional.of("it is set to " + theirs.get().wavelength() + ", this end to " + channel.wavelength());
        }
        if (!peer.placement().type().id().equals(own.placement().type().id())) {
            return Optional.of("it is a " + peer.placement().type().vendor() + " "
                    + peer.placement().type().model() + ", which this module cannot work with");
        }
        return Optional.empty();
    }

    private Verdict light(ModuleView transmitter, ModuleView receiver, PlantState state) {
        var channel = transmitter.channel().orElseThrow();
        var source = sources.source(transmitter.placement(), receiver.placement());
        var light = source.isPresent()
                ? sources.follow(
                        source.get(), transmitter.placement(), receiver.placement(), channel.wavelength(), state)
                : plant.follow(transmitter.placement().ref(), channel.wavelength(), state);
        return switch (light) {
            case Light.Dark dark -> new Verdict.NotReady("no light: " + dark.reason());
            case Light.Arrives a
            when !a.receiver().equals(receiver.placement().ref()) ->
                new Verdict.NotReady(
                        "no light: what " + transmitter.placement().ref() + " sends ends at module " + a.receiver());
            case Light.Arrives a -> key(transmitter, receiver, a.path(), source);
        };
    }

    private Verdict key(
            ModuleView transmitter, ModuleView receiver, OpticalPath path, Optional<EntangledSource> source) {
        Loss budget = smaller(
                transmitter.placement().type().maxAbsorption(),
                receiver.placement().type().maxAbsorption());
        if (path.loss().compareTo(budget) > 0) {
            return new Verdict.NotReady(
                    "too much loss: the optical path loses " + path.loss() + ", the modules bear " + budget);
        }
        var type = transmitter.placement().type().id();
        var entry = new RateTable.Entry(type, path.from(), path.spans(), path.wavelength());
        var rate = source.map(EntangledSource::rate)
                .orElseGet(() -> topology.rates().rate(entry, path.fibreLoss(), path.added()));
        if (rate.bitsPerSecond() == 0) {
            return new Verdict.NotReady("no key over " + String.join(", ", path.spans()) + " at " + path.wavelength()
                    + ": "
                    + (path.added().equals(Loss.NONE)
                            ? "the rate table does not list this path"
                            : "with " + path.added() + " of attenuation none was made"));
        }
        return new Verdict.Ready(
                transmitter.placement().ref(),
                receiver.placement().ref(),
                transmitter.channel().orElseThrow().linkId(),
                path,
                rate,
                source);
    }

    private static Loss smaller(Loss a, Loss b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
