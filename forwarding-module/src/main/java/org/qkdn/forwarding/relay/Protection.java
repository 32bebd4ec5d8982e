package org.qkdn.forwarding.relay;

import java.util.Optional;

/** One-time pad and one-time tag of a hop. A pad given to any of these methods must never be used again. */
final class Protection {
    private Protection() {}

    /** Bytes of pad for a RELAY: first the blocks' own, then the tag's key. */
    static int padLength(int blocksLength) {
        return blocksLength + Tag.KEY_LENGTH;
    }

    /** Encrypts the blocks where they are: their bytes are a key no more. */
    static Message.Relay seal(HopHeader header, int timeLeftMillis, int priority, KeyBytes blocks, KeyBytes pad) {
        int length = blocks.length();
        var open = new Message.Relay(header, timeLeftMillis, priority, blocks.encrypted(pad), Tag.NONE);
        return open.with(tag(open, pad.slice(length, Tag.KEY_LENGTH)));
    }

    /**
     * The blocks, decrypted where they are, or nothing where the tag is wrong; nothing is decrypted before the tag has
     * been found right.
     */
    static Optional<KeyBytes> open(Message.Relay relay, KeyBytes pad) {
        return verifies(relay, pad.slice(relay.ciphertext().length(), Tag.KEY_LENGTH))
                ? Optional.of(relay.ciphertext().decrypted(pad))
                : Optional.empty();
    }

    static Message.Tagged sign(Message.Tagged message, KeyBytes tagKey) {
        return message.with(tag(message, tagKey));
    }

    static boolean verifies(Message.Tagged message, KeyBytes tagKey) {
        return tag(message, tagKey).matches(message.tag());
    }

    private static Tag tag(Message.Tagged message, KeyBytes tagKey) {
        var head = MessageCodec.head(message);
        return message instanceof Message.Relay relay
                ? Tag.over(head, relay.ciphertext(), tagKey)
                : Tag.over(head, tagKey);
    }
}
