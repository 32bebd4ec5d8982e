package org.qkdn.emulator.topology;

/**
 * A product.
 *
 * @param id how the topology file refers to it
 * @param technology ETSI GS QKD 015 identity without prefix
 * @param wavelengthRange ETSI GS QKD 015 wavelength-range-type
 * @param maxAbsorption the largest loss of the quantum channel at which it makes key
 * @param delivery how its keys reach the LKMS
 */
public record ModuleType(
        String id,
        String vendor,
        String model,
        String technology,
        String wavelengthRange,
        Loss maxAbsorption,
        KeyDeliveryForm delivery) {}
