package org.qkdn.emulator.plant;

import java.util.List;
import org.qkdn.emulator.topology.Loss;
import org.qkdn.emulator.topology.Wavelength;

/**
 * An uninterrupted way of light.
 *
 * @param spans in the light's direction
 * @param fibreLoss of the spans alone
 * @param loss of the spans and of the switches crossed
 * @param added the part of both that somebody has put into the spans
 */
public record OpticalPath(
        String from, List<String> spans, Wavelength wavelength, Loss fibreLoss, Loss loss, Loss added) {
    public OpticalPath {
        spans = List.copyOf(spans);
    }
}
