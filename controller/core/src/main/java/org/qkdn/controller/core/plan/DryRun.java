package org.qkdn.controller.core.plan;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.qkdn.controller.core.engine.Event;
import org.qkdn.controller.core.engine.NetworkState;
import org.qkdn.controller.core.model.KeyService;
import org.qkdn.controller.core.model.Maintenance;

/**
 * What would happen if: the controller's own engine, from its present state, on an imaginary network that does at once what it
 * is told. Nothing that is real hears of it.
 */
public final class DryRun {
    private DryRun() {}

    /** What came of it. */
    public sealed interface Result {
        /** It can be told. */
        record Predicted(Prediction prediction) implements Result {}

        /** The question names what there is not. */
        record Misnamed(String reason) implements Result {}

        /** It cannot be told now. */
        record NotNow(String reason) implements Result {}
    }

    /** {@code present} is compared with what follows, once what is under way anyhow has come to its end. */
    public static Result of(NetworkState present, Hypothesis hypothesis) {
        if (!present.discovered()) {
            return new Result.NotNow(
                    "the controller has just started and has not heard all nodes yet: ask again in 20 seconds");
        }
        return hypothesis
                .objection(present)
                .<Result>map(Result.Misnamed::new)
                .orElseGet(() -> predicted(present, hypothesis));
    }

    private static Result predicted(NetworkState present, Hypothesis hypothesis) {
        ImaginaryNetwork network = new ImaginaryNetwork(present);
        if (!network.settle()) {
            return new Result.NotNow("what is under way now comes to no end: ask again when the network is at rest");
        }
        NetworkState before = network.state();
        List<Maintenance> maintenance = hypothesis.maintenance().stream()
                .distinct()
                .map(target -> new Maintenance("dry run: " + target, target))
                .toList();
        boolean settled = true;
        if (!maintenance.isEmpty()) {
            network.happen(begun(before, maintenance));
            settled = network.settle();
        }
        if (settled) {
            network.suffer(hypothesis.breakdown());
            settled = network.settle();
        }
        if (settled && !hypothesis.demands().isEmpty()) {
            network.happen(asked(network.state(), hypothesis));
            settled = network.settle();
        }
        return settled
                ? new Result.Predicted(Prediction.of(before, network.state(), maintenance))
                : new Result.NotNow("the network would not come to rest");
    }

    private static Event begun(NetworkState state, List<Maintenance> maintenance) {
        SortedMap<String, Maintenance> all = new TreeMap<>(state.inventory().maintenance());
        maintenance.forEach(each -> all.put(each.name(), each));
        return new Event.InventoryChanged(state.inventory().with(all));
    }

    private static Event asked(NetworkState state, Hypothesis hypothesis) {
        SortedMap<String, KeyService> wanted = new TreeMap<>(state.configured());
        hypothesis.demands().forEach(demand -> wanted.put(demand.name(), demand));
        return new Event.KeyServicesChanged(wanted, state.provisionOnRequest());
    }
}
