package org.qkdn.controller.core.pairing;

import java.util.Optional;
import org.qkdn.controller.core.model.ModuleId;

/**
 * Two modules that speak to each other's kind, and why no light may go from the one to the other.
 *
 * @param path the way that is refused; empty where there is none at all
 * @param reason for an operator, with the figure
 */
public record RefusedLink(ModuleId transmitter, ModuleId receiver, Optional<OpticalPath> path, String reason) {}
