package org.qkdn.emulator.module;

import java.util.Optional;
import org.qkdn.emulator.topology.MeasuredRate;
import org.qkdn.emulator.topology.ModuleRef;

/**
 * What a module says of itself.
 *
 * @param reason empty while it makes key
 * @param answering who proved its identity at the other end
 */
record ModuleReport(
        boolean failed,
        String linkId,
        boolean generating,
        MeasuredRate rate,
        String reason,
        Optional<ModuleRef> answering) {
    static ModuleReport idle(boolean failed, String linkId, String reason) {
        return new ModuleReport(failed, linkId, false, MeasuredRate.NONE, reason, Optional.empty());
    }
}
