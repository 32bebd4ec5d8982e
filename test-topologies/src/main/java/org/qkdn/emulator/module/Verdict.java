package org.qkdn.emulator.module;

import java.util.Optional;
import org.qkdn.emulator.plant.OpticalPath;
import org.qkdn.emulator.topology.EntangledSource;
import org.qkdn.emulator.topology.MeasuredRate;
import org.qkdn.emulator.topology.ModuleRef;

/** Whether two modules can make key with each other now. */
sealed interface Verdict {
    /** They can. */
    record Ready(
            ModuleRef transmitter,
            ModuleRef receiver,
            String linkId,
            OpticalPath path,
            MeasuredRate rate,
            Optional<EntangledSource> source)
            implements Verdict {}

    /** They cannot; the reason is for an operator. */
    record NotReady(String reason) implements Verdict {}
}
