package org.qkdn.agent.desired;

import java.math.BigDecimal;
import java.util.Optional;

/** A QKD module of this node as the inventory has it, without its attachment point. */
public record QkdInterface(
        long id,
        Optional<String> model,
        Optional<String> technology,
        Optional<Role> role,
        Optional<String> wavelengths,
        Optional<BigDecimal> maxAbsorptionDb) {}
