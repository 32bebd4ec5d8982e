package org.qkdn.controller.core.pairing;

import com.google.common.base.Splitter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.qkdn.controller.core.model.Channel;

/** Wavelengths that a module can be tuned to: ETSI GS QKD 015 wavelength-range-type, e.g. {@code 34-38,1310}. */
record Wavelengths(String range) {
    private static final Pattern PIECE = Pattern.compile("(\\d{1,4})(?:-(\\d{1,4}))?");
    private static final Splitter PIECES = Splitter.on(',').trimResults().omitEmptyStrings();

    /** A module that names no range is taken to be tunable to all. */
    boolean allow(Channel channel) {
        return range.isBlank()
                || pieces().anyMatch(piece -> first(piece) <= channel.number() && channel.number() <= last(piece));
    }

    /** The lowest that both allow; empty where there is none or neither names a range. */
    Optional<Channel> lowestInCommon(Wavelengths other) {
        Wavelengths named = range.isBlank() ? other : this;
        return named.pieces()
                .flatMapToInt(piece -> IntStream.rangeClosed(Math.max(1, first(piece)), last(piece)))
                .sorted()
                .mapToObj(Channel::new)
                .filter(channel -> allow(channel) && other.allow(channel))
                .findFirst();
    }

    private Stream<Matcher> pieces() {
        return PIECES.splitToStream(range).map(PIECE::matcher).filter(Matcher::matches);
    }

    private static int first(Matcher piece) {
        return Integer.parseInt(piece.group(1));
    }

    private static int last(Matcher piece) {
        return piece.group(2) == null ? first(piece) : Integer.parseInt(piece.group(2));
    }
}
