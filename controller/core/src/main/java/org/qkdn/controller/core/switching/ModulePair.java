package org.qkdn.controller.core.switching;

import java.util.Comparator;
import org.qkdn.controller.core.model.ModuleId;
import org.qkdn.controller.core.pairing.Pairing;

/** Two modules that are to make key together. */
public record ModulePair(ModuleId transmitter, ModuleId receiver) implements Comparable<ModulePair> {
    private static final Comparator<ModulePair> ORDER =
            Comparator.comparing(ModulePair::transmitter).thenComparing(ModulePair::receiver);

    public static ModulePair of(Pairing pairing) {
        return new ModulePair(pairing.transmitter(), pairing.receiver());
    }

    public boolean has(ModuleId module) {
        return transmitter.equals(module) || receiver.equals(module);
    }

    @Override
    public int compareTo(ModulePair other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return transmitter + " to " + receiver;
    }
}
