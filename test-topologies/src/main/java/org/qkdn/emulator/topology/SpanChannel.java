package org.qkdn.emulator.topology;

/** One quantum channel of a span: what an add/drop filter brings out at the span's end. */
public record SpanChannel(String span, Wavelength wavelength) {
    @Override
    public String toString() {
        return span + " " + wavelength;
    }
}
