package org.qkdn.controller.core.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.qkdn.controller.core.model.LinkStatus;
import org.qkdn.controller.core.model.ModuleId;
import org.qkdn.controller.core.model.OpticalPlant.WantedPairing;
import org.qkdn.controller.core.pairing.OpticalLayer;
import org.qkdn.controller.core.pairing.Pairing;
import org.qkdn.controller.core.pairing.PhysLink;
import org.qkdn.controller.core.pairing.PhysLinks;
import org.qkdn.controller.core.pairing.Wishes;
import org.qkdn.controller.core.switching.FailedSwitchover;
import org.qkdn.controller.core.switching.ModulePair;
import org.qkdn.controller.core.switching.Switching;
import org.qkdn.controller.core.switching.Switchover;
import org.qkdn.controller.core.switching.Switchover.Stage;

/**
 * Takes new pairs of switched modules from stage to stage, and back to what worked last where they make no key in time or
 * a switch refuses.
 */
final class Switchovers {
    private final Draft draft;
    private final OpticalLayer layer;
    private final SortedMap<ModuleId, Switchover> underWay;
    private final SortedMap<ModuleId, Pairing.Made> lastGood;
    private final SortedMap<ModulePair, FailedSwitchover> failures;
    private final SortedMap<ModuleId, Duration> relock;
    private int turn;

    Switchovers(Draft draft, OpticalLayer layer) {
        this.draft = draft;
        this.layer = layer;
        underWay = new TreeMap<>(draft.switching.underWay());
        underWay.replaceAll((module, each) -> draft.overdue.contains(each.turn()) ? each.overdue() : each);
        lastGood = new TreeMap<>(draft.switching.lastGood());
        failures = new TreeMap<>(draft.switching.failures());
        relock = new TreeMap<>(draft.switching.relock());
        turn = draft.switching.turn();
    }

    /** Gives up those that made no key in time, or that a switch refuses. */
    void giveUpFailed() {
        List<Switchover> all = List.copyOf(underWay.values());
        all.forEach(each -> failure(each).ifPresent(reason -> giveUp(each, reason)));
        remember();
    }

    private void remember() {
        draft.switching = new Switching(underWay, lastGood, failures, relock, turn);
    }

    /**
     * What is to be paired now, those that failed left out.
     *
     * @param chosen by the controller
     */
    Wishes wishes(List<WantedPairing> chosen) {
        Set<ModulePair> wanted = new HashSet<>();
        List<WantedPairing> operators = new ArrayList<>();
        List<Pairing.Impossible> refused = new ArrayList<>();
        Map<ModulePair, WantedPairing> fallbacks = new TreeMap<>();
        for (WantedPairing wish : draft.plant.wantedPairings()) {
            ModulePair pair = new ModulePair(wish.transmitter(), wish.receiver());
            wanted.add(pair);
            if (isBarred(pair)) {
                refused.add(new Pairing.Impossible(
                        pair.transmitter(), pair.receiver(), failures.get(pair).reason()));
                lastGoodOf(pair).forEach(made -> fallbacks.put(ModulePair.of(made), wish(made)));
            } else {
                operators.add(wish);
            }
        }
        List<WantedPairing> controllers = new ArrayList<>(fallbacks.values());
        if (draft.plant.policy().automatic()) {
            controllers.addAll(chosen);
        } else {
            failures.keySet().retainAll(wanted);
            lastGood.keySet().removeIf(module -> wanted.stream().noneMatch(pair -> pair.has(module)));
        }
        return new Wishes(operators, controllers, refused);
    }

    private boolean isBarred(ModulePair pair) {
        return failures.containsKey(pair) && failures.get(pair).barred();
    }

    private static WantedPairing wish(Pairing.Made made) {
        return new WantedPairing(made.transmitter(), made.receiver(), Optional.of(made.channel()));
    }

    /** Pairs in which the two made key before, each with another. */
    private Stream<Pairing.Made> lastGoodOf(ModulePair pair) {
        return Stream.of(pair.transmitter(), pair.receiver())
                .flatMap(module -> Optional.ofNullable(lastGood.get(module)).stream())
                .filter(made -> !ModulePair.of(made).equals(pair) && !isBarred(ModulePair.of(made)));
    }

    /** Why it is to be given up; empty where it goes on, be it for want of anything to go back to. */
    private Optional<String> failure(Switchover each) {
        ModulePair pair = ModulePair.of(each.pair());
        boolean chosen = draft.lighting.has(pair.transmitter(), pair.receiver());
        return !chosen && lastGoodOf(pair).findAny().isEmpty()
                ? Optional.empty()
                : refusal(each)
                        .or(() -> tooLate(each))
                        .map(reason -> pair + ": " + reason
                                + (chosen ? "" : "; what the two did before was restored")
                                + "; it may be tried again in "
                                + failed(pair, reason).pause().toMinutes() + " min"
                                + (chosen ? "" : ", or when the pairing is removed and written again"));
    }

    private Optional<String> refusal(Switchover each) {
        return each.pair().crossConnects().stream()
                .filter(crossing -> draft.refusedNow.contains(crossing.switchName()) && !layer.connects(crossing))
                .map(Pairing.CrossConnect::switchName)
                .findFirst()
                .map(name -> "switch " + name + " refused: " + draft.programmingErrors.get(name));
    }

    private Optional<String> tooLate(Switchover each) {
        PhysLink link = draft.links.get(each.pair().link());
        boolean makesKey = link != null && link.status() == LinkStatus.ACTIVE;
        // whoever cannot be told to go on cannot be told to go back
        if (!each.late() || makesKey || !canBeTold(each.pair())) {
            return Optional.empty();
        }
        return Optional.of(
                "made no key within " + draft.plant.policy().deadline().toSeconds() + " s"
                        + Optional.ofNullable(link)
                                .flatMap(PhysLink::reason)
                                .map(reason -> " (" + reason + ")")
                                .orElse(""));
    }

    private boolean canBeTold(Pairing.Made pair) {
        return layer.isReachable(pair.transmitter().node())
                && layer.isReachable(pair.receiver().node())
                && pair.crossConnects().stream()
                        .map(Pairing.CrossConnect::switchName)
                        .allMatch(draft::isReachable);
    }

    private FailedSwitchover failed(ModulePair pair, String reason) {
        int before = failures.containsKey(pair) ? failures.get(pair).times() : 0;
        return new FailedSwitchover(reason, before + 1, true);
    }

    private void giveUp(Switchover each, String reason) {
        ModulePair pair = ModulePair.of(each.pair());
        FailedSwitchover failure = failed(pair, reason);
        failures.put(pair, failure);
        underWay.remove(pair.transmitter());
        draft.timers.add(new Timer(
                failure.pause(), new Event.SwitchoverRetry(pair.transmitter(), pair.receiver(), failure.times())));
    }

    /** Follows the pairs that were decided on; their links are as they are reported. */
    void follow(SortedMap<ModuleId, Pairing> before, PhysLinks physLinks) {
        Set<ModuleId> followed = new HashSet<>();
        for (Pairing pairing : draft.pairings.values()) {
            if (pairing instanceof Pairing.Made made && !made.crossConnects().isEmpty()) {
                followed.add(made.transmitter());
                follow(made, isNew(made, before), physLinks);
            }
        }
        underWay.keySet().retainAll(followed);
        remember();
    }

    /** Over other connections it is new, too: its modules have to find each other again. */
    private static boolean isNew(Pairing.Made made, SortedMap<ModuleId, Pairing> before) {
        return !(before.get(made.transmitter()) instanceof Pairing.Made known && isSame(known, made));
    }

    private static boolean isSame(Pairing.Made one, Pairing.Made other) {
        return one.link().equals(other.link())
                && one.channel().equals(other.channel())
                && one.crossConnects().equals(other.crossConnects());
    }

    private void follow(Pairing.Made made, boolean isNew, PhysLinks physLinks) {
        boolean connected = physLinks.isConnected(made);
        Optional<Switchover> known =
                Optional.ofNullable(underWay.get(made.transmitter())).filter(each -> isSame(each.pair(), made));
        boolean makesKey = connected && draft.links.get(made.link()).status() == LinkStatus.ACTIVE;
        if (makesKey && known.map(each -> each.stage() == Stage.LOCKING).orElse(!isNew || layer.worksOn(made))) {
            succeed(made, known);
        } else if (known.isPresent()) {
            underWay.put(made.transmitter(), next(known.get().begunAt(draft.now), connected));
        } else if (isNew || !connected) {
            turn++;
            draft.timers.add(new Timer(draft.plant.policy().deadline(), new Event.SwitchoverOverdue(turn)));
            underWay.put(
                    made.transmitter(),
                    new Switchover(made, turn, connected ? Stage.LOCKING : Stage.CONNECTING, draft.now, false));
        }
    }

    private void succeed(Pairing.Made made, Optional<Switchover> known) {
        Stream.of(made.transmitter(), made.receiver()).forEach(module -> lastGood.put(module, made));
        failures.remove(ModulePair.of(made));
        underWay.remove(made.transmitter());
        if (known.flatMap(Switchover::begun).isPresent() && draft.now.isPresent()) {
            Duration took = Duration.between(known.get().begun().orElseThrow(), draft.now.get());
            Stream.of(made.transmitter(), made.receiver())
                    .forEach(module -> relock.merge(module, took, Switchovers::smoothed));
        }
    }

    /** One slow night does not make a module slow. */
    private static Duration smoothed(Duration known, Duration observed) {
        return known.multipliedBy(3).plus(observed).dividedBy(4);
    }

    private Switchover next(Switchover known, boolean connected) {
        if (!connected) {
            return known.at(Stage.CONNECTING);
        }
        return switch (known.stage()) {
            case CONNECTING -> {
                draft.timers.add(new Timer(draft.plant.policy().settling(), new Event.SwitchSettled(known.turn())));
                yield known.at(Stage.SETTLING);
            }
            case SETTLING -> draft.settled.contains(known.turn()) ? known.at(Stage.LOCKING) : known;
            case LOCKING -> known;
        };
    }
}
