package org.qkdn.forwarding.relay;

import java.util.Optional;
import java.util.stream.Stream;

/** Why a relay or an announcement failed; the codes go over the wire and never change their meaning. */
public enum FailureReason {
    LINK_UNKNOWN(1, "the link is not in the forwarding table"),
    WRONG_DIRECTION(2, "the node is not where the link's path goes in this direction"),
    WRONG_NEIGHBOUR(3, "the message came from a neighbour, or over a link, that is not the path's"),
    WRONG_HOP(4, "the hop number contradicts the path"),
    REPLAYED(5, "the relay id was seen before"),
    PAD_UNKNOWN(6, "the named pad is not in the store, or was used before"),
    FORGED(7, "the authentication tag is wrong"),
    PAD_EXHAUSTED(8, "no pad left on the link to the next node"),
    NEIGHBOUR_DOWN(9, "the next node is not connected"),
    BUSY(10, "too many messages wait for the next node"),
    STORE_REFUSED(11, "the destination's key management refused the block"),
    TIMEOUT(12, "the next node did not answer in time"),
    KEYS_UNAVAILABLE(13, "the node's key management does not answer"),
    NEIGHBOUR_FORBIDDEN(14, "local policy does not allow the neighbour"),
    NOT_AN_END(15, "the node is not an end of the link"),
    SUPPLY_REFUSED(16, "the neighbour's key management could not fetch the announced keys"),
    STOPPED(17, "the node is stopping"),
    NOT_GRANTED(18, "the next node has granted no credit for the link"),
    OVER_CREDIT(19, "more was sent than the node granted"),
    TOO_FEW_PATHS(20, "local policy demands that shares leave by more neighbours");

    private final int code;
    private final String text;

    FailureReason(int code, String text) {
        this.code = code;
        this.text = text;
    }

    /** For an operator, in lower case without a full stop. */
    public String text() {
        return text;
    }

    int code() {
        return code;
    }

    static Optional<FailureReason> of(int code) {
        return Stream.of(values()).filter(reason -> reason.code == code).findFirst();
    }
}
