package org.qkdn.agent.desired;

import java.util.ArrayList;
import java.util.List;

/** ETSI GS QKD 015 wavelength-range-type: numbers and ranges of numbers, such as {@code 34-38,40}. */
public record WavelengthRange(List<Span> spans) {
    private record Span(int from, int to) {}

    public WavelengthRange {
        spans = List.copyOf(spans);
    }

    public static WavelengthRange parse(String text) {
        var spans = new ArrayList<Span>();
        for (var part : text.split(",", -1)) {
            var ends = part.strip().split("-", -1);
            spans.add(new Span(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1])));
        }
        return new WavelengthRange(spans);
    }

    public boolean contains(String wavelength) {
        var number = Integer.parseInt(wavelength);
        return spans.stream().anyMatch(span -> span.from <= number && number <= span.to);
    }
}
