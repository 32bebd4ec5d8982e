package org.qkdn.controller.core.engine;

import java.util.List;
import org.qkdn.controller.core.program.Deviation;

/**
 * What others did to a node behind the controller's back.
 *
 * @param count of all entries so far since the start
 * @param last the newest of them, found in one reading
 * @param adopted whether those stay
 */
public record ForeignEdits(long count, List<Deviation> last, boolean adopted) {
    static final ForeignEdits NONE = new ForeignEdits(0, List.of(), false);

    public ForeignEdits {
        last = List.copyOf(last);
    }

    ForeignEdits and(List<Deviation> found, boolean stay) {
        return new ForeignEdits(count + found.size(), found, stay);
    }
}
