package org.qkdn.controller.core.pairing;

import java.util.List;
import org.qkdn.controller.core.model.OpticalPlant.WantedPairing;

/**
 * Which switched modules are to meet.
 *
 * @param operators what the operator wants; goes before all else
 * @param controllers what the controller chose where the operator leaves it the choice
 * @param refused what the operator wants in vain for now
 */
public record Wishes(List<WantedPairing> operators, List<WantedPairing> controllers, List<Pairing.Impossible> refused) {
    public Wishes {
        operators = List.copyOf(operators);
        controllers = List.copyOf(controllers);
        refused = List.copyOf(refused);
    }
}
