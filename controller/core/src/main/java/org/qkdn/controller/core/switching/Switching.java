package org.qkdn.controller.core.switching;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.qkdn.controller.core.model.ModuleId;
import org.qkdn.controller.core.pairing.Pairing;

/**
 * What the controller remembers of its changes of pairs.
 *
 * @param underWay new pairs that make no key yet, by transmitter
 * @param lastGood the pair in which each module last made key
 * @param failures pairs that were tried in vain
 * @param relock how long each module was observed to take from the decision until it made key
 * @param turn of the newest switchover
 */
public record Switching(
        SortedMap<ModuleId, Switchover> underWay,
        SortedMap<ModuleId, Pairing.Made> lastGood,
        SortedMap<ModulePair, FailedSwitchover> failures,
        SortedMap<ModuleId, Duration> relock,
        int turn) {
    public static final Switching NONE =
            new Switching(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), 0);

    public Switching {
        underWay = copy(underWay);
        lastGood = copy(lastGood);
        failures = copy(failures);
        relock = copy(relock);
    }

    /** Whether the pair was tried in vain and is not to be tried yet. */
    public boolean isBarred(ModulePair pair) {
        return failures.containsKey(pair) && failures.get(pair).barred();
    }

    /** Whether the pair's modules may work: they rest while switches move and come to rest. */
    public boolean mayWork(Pairing.Made pair) {
        Switchover switchover = underWay.get(pair.transmitter());
        return switchover == null || switchover.stage() == Switchover.Stage.LOCKING;
    }

    /** The pair may be tried again, if it has not failed once more since. */
    public Switching retry(ModulePair pair, int times) {
        SortedMap<ModulePair, FailedSwitchover> changed = new TreeMap<>(failures);
        changed.computeIfPresent(pair, (same, failure) -> failure.times() == times ? failure.over() : failure);
        return new Switching(underWay, lastGood, changed, relock, turn);
    }

    /** How long the two will take, as far as either was observed. */
    public Optional<Duration> relock(ModulePair pair) {
        Optional<Duration> transmitter = Optional.ofNullable(relock.get(pair.transmitter()));
        Optional<Duration> receiver = Optional.ofNullable(relock.get(pair.receiver()));
        return transmitter.isPresent() && receiver.isPresent()
                ? transmitter.map(first -> first.compareTo(receiver.get()) > 0 ? first : receiver.get())
                : transmitter.or(() -> receiver);
    }

    private static <K extends Comparable<K>, V> SortedMap<K, V> copy(Map<K, V> map) {
        return Collections.unmodifiableSortedMap(new TreeMap<>(map));
    }
}
