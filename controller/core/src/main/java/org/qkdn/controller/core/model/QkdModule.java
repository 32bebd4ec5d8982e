package org.qkdn.controller.core.model;

import java.util.Optional;

/**
 * A QKD module as its agent reports it.
 *
 * @param wavelengthRange ETSI GS QKD 015 wavelength-range-type, e.g. {@code 34-38}; empty where it is not known
 * @param maxAbsorption largest loss of the quantum channel at which it makes key; absent where it is not known
 * @param working false where the agent reports the interface as DISABLED or FAILED
 */
public record QkdModule(
        ModuleId id,
        String model,
        String technology,
        Role role,
        String wavelengthRange,
        Optional<Loss> maxAbsorption,
        Optional<AttachmentPoint> attachment,
        boolean working) {}
