package org.qkdn.emulator.plant;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.qkdn.emulator.topology.Loss;

/** The fibre plant as it stands now, for those who change it and those who look at it. */
public final class LivePlant implements Supplier<PlantState> {
    private final CopyOnWriteArrayList<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile PlantState state = new PlantState(Map.of(), Set.of());

    @Override
    public PlantState get() {
        return state;
    }

    /** Called after each change. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    public void connect(String switchName, Set<CrossConnect> connections) {
        update(before -> {
            var all = new HashMap<>(before.crossConnects());
            all.put(switchName, Set.copyOf(connections));
            return new PlantState(all, before.cutSpans(), before.attenuation());
        });
    }

    public void cut(String span) {
        update(before -> {
            var cut = new HashSet<>(before.cutSpans());
            cut.add(span);
            return new PlantState(before.crossConnects(), cut, before.attenuation());
        });
    }

    /** Puts attenuation into the span, in place of what was put there before. */
    public void attenuate(String span, Loss added) {
        update(before -> {
            var attenuation = new HashMap<>(before.attenuation());
            attenuation.put(span, added);
            return new PlantState(before.crossConnects(), before.cutSpans(), attenuation);
        });
    }

    /** Whole again, and nothing put in. */
    public void mend(String span) {
        update(before -> {
            var cut = new HashSet<>(before.cutSpans());
            cut.remove(span);
            var attenuation = new HashMap<>(before.attenuation());
            attenuation.remove(span);
            return new PlantState(before.crossConnects(), cut, attenuation);
        });
    }

    private void update(UnaryOperator<PlantState> change) {
        synchronized (this) {
            state = change.apply(state);
        }
        listeners.forEach(Runnable::run);
    }
}
