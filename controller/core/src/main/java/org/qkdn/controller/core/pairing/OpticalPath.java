package org.qkdn.controller.core.pairing;

import java.util.List;
import org.qkdn.controller.core.model.Channel;
import org.qkdn.controller.core.model.Loss;

/** A way for light from a transmitter to a receiver, at one wavelength; {@code loss} includes the switches. */
public record OpticalPath(Channel channel, List<String> spans, Loss loss, List<Pairing.CrossConnect> crossConnects) {
    public OpticalPath {
        spans = List.copyOf(spans);
        crossConnects = List.copyOf(crossConnects);
    }
}
