package org.qkdn.emulator.module;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Consumer;
import org.qkdn.emulator.topology.ModulePlacement;
import org.qkdn.emulator.topology.ModuleRef;

/** A module: what it was told, what befell it, what it reports. The quantum layer does its physics. */
final class EmulatedModule {
    private final ModulePlacement placement;
    private final Runnable changed;
    private final Set<Consumer<ModuleReport>> watchers = new CopyOnWriteArraySet<>();

    private ModuleView view;
    private ModuleReport last = ModuleReport.idle(false, "", "the module is off");
    private final Map<ModuleRef, KeySupply> supplies = new ConcurrentHashMap<>();

    EmulatedModule(ModulePlacement placement, Runnable changed) {
        this.placement = placement;
        this.changed = changed;
        this.view = new ModuleView(placement, Optional.empty(), false, false);
    }

    ModuleRef ref() {
        return placement.ref();
    }

    ModulePlacement placement() {
        return placement;
    }

    synchronized ModuleView view() {
        return view;
    }

    void configure(Optional<ChannelSetting> channel) {
        synchronized (this) {
            view = new ModuleView(placement, channel, view.powered(), view.failed());
        }
        changed.run();
    }

    /** A module that was off has forgotten its channel. */
    void power(boolean on) {
        synchronized (this) {
            view = new ModuleView(placement, on ? view.channel() : Optional.empty(), on, view.failed());
        }
        changed.run();
    }

    void fail(boolean failed) {
        synchronized (this) {
            view = new ModuleView(placement, view.channel(), view.powered(), failed);
        }
        changed.run();
    }

    synchronized ModuleReport report() {
        return last;
    }

    /** Tells the watchers if it differs from the last report. */
    synchronized void report(ModuleReport report) {
        if (!report.equals(last)) {
            last = report;
            watchers.forEach(w -> w.accept(report));
        }
    }

    /** Gives the watcher the last report now and each later one. */
    synchronized void watch(Consumer<ModuleReport> watcher) {
        watchers.add(watcher);
        watcher.accept(last);
    }

    void unwatch(Consumer<ModuleReport> watcher) {
        watchers.remove(watcher);
    }

    /** Keys that it shares with a peer, in place of those it shared with it before. */
    void share(KeySupply keys) {
        supplies.put(keys.peer(), keys);
    }

    void unshare(ModuleRef peer) {
        supplies.remove(peer);
    }

    /** One for each peer: what two modules made by the light of a source outlasts their turn. */
    Collection<KeySupply> supplies() {
        return supplies.values();
    }
}
