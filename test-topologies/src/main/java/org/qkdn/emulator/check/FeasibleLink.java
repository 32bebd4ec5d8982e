package org.qkdn.emulator.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A direct link that the controller finds feasible.
 *
 * @param way 1 for the one that a wanted pairing takes
 * @param expected rate in bit/s, without the emulator's speed
 * @param measured whether that was measured on this very way
 */
public record FeasibleLink(
        WantedPair pair,
        int way,
        List<String> spans,
        BigDecimal lossDb,
        BigDecimal budgetDb,
        long expected,
        boolean measured,
        boolean fixed,
        String linkId) {
    public FeasibleLink {
        spans = List.copyOf(spans);
    }

    static FeasibleLink read(JsonNode link) {
        return new FeasibleLink(
                pair(link),
                link.path("way").asInt(),
                texts(link.path("span")),
                new BigDecimal(link.path("loss").asText()),
                new BigDecimal(link.path("budget").asText("0")),
                link.path("expected-rate").asLong(),
                link.path("basis").asText().equals("measured"),
                link.path("cross-connect").isEmpty(),
                link.path("link-id").asText());
    }

    /** A refused one, for a person. */
    static String refusal(JsonNode link) {
        var pair = pair(link);
        return pair.transmitterModule() + " > " + pair.receiverModule()
                + pair.channel().map(channel -> " at " + channel).orElse("") + ": "
                + link.path("reason").asText();
    }

    private static WantedPair pair(JsonNode link) {
        return new WantedPair(
                link.path("transmitter-node").asText(),
                link.path("transmitter-interface").asLong(),
                link.path("receiver-node").asText(),
                link.path("receiver-interface").asLong(),
                Optional.of(link.path("channel").asText()).filter(channel -> !channel.isEmpty()));
    }

    private static List<String> texts(JsonNode array) {
        var texts = new ArrayList<String>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    /** Whether both cannot be lit at a time. */
    boolean clashesWith(FeasibleLink other) {
        var modules = List.of(pair.transmitterModule(), pair.receiverModule());
        return modules.contains(other.pair.transmitterModule())
                || modules.contains(other.pair.receiverModule())
                || (pair.channel().equals(other.pair.channel()) && !Collections.disjoint(spans, other.spans));
    }

    @Override
    public String toString() {
        return pair.transmitterModule() + " > " + pair.receiverModule() + " at "
                + pair.channel().orElse("?") + " over " + String.join(", ", spans);
    }
}
