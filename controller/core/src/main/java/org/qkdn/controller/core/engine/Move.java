package org.qkdn.controller.core.engine;

import org.qkdn.controller.core.service.Moved;

/**
 * The newest move of a service whose path worked.
 *
 * @param times how often it was moved so since the controller started
 * @param held whether it is left where it is for now
 */
public record Move(Moved why, int times, boolean held) {
    Move settled() {
        return new Move(why, times, false);
    }
}
