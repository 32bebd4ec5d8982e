package org.qkdn.emulator.plant;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

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
            return new PlantState(all, before.cutSpans());
        });
    }

    public void cut(String span) {
        update(before -> {
            var cut = new HashSet<>(before.cutSpans());
            cut.add(span);
            return new PlantState(before.crossConnects(), cut);
        });
    }

    public void mend(String span) {
        update(before -> {
            var cut = new HashSet<>(before.cutSpans());
            cut.remove(span);
            return new PlantState(before.crossConnects(), cut);
        });
    }

    private void update(UnaryOperator<PlantState> change) {
        synchronized (this) {
            state = change.apply(state);
        }
        listeners.forEach(Runnable::run);
    }
}
