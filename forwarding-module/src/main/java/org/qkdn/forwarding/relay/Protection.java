package org.qkdn.forwarding.relay;

import java.util.Optional;

/** One-time pad and one-time tag of a hop. A pad given to any of these methods must never be used again. */
final class Protection {
    /** Pad of one RELAY: first the block's, then the tag's. */
    static final int RELAY_PAD_LENGTH = Ciphertext.LENGTH + Tag.KEY_LENGTH;

    private Protection() {}

    static Message.Relay seal(int version, HopHeader header, int timeLeftMillis, KeyBytes block, KeyBytes pad) {
        var open = new Message.Relay(header, timeLeftMillis, Ciphertext.under(pad, block), Tag.NONE);
        try (var tagKey = tagKey(pad)) {
            return open.with(Tag.over(MessageCodec.covered(version, open), tagKey));
        }
    }

    /** The block, or nothing where the tag is wrong; nothing is decrypted before the tag has been found right. */
    static Optional<KeyBytes> open(int version, Message.Relay relay, KeyBytes pad) {
        try (var tagKey = tagKey(pad)) {
            return verifies(version, relay, tagKey)
                    ? Optional.of(relay.ciphertext().decryptedWith(pad))
                    : Optional.empty();
        }
    }

    static Message.Tagged sign(int version, Message.Tagged message, KeyBytes tagKey) {
        return message.with(Tag.over(MessageCodec.covered(version, message), tagKey));
    }

    static boolean verifies(int version, Message.Tagged message, KeyBytes tagKey) {
        return Tag.over(MessageCodec.covered(version, message), tagKey).matches(message.tag());
    }

    private static KeyBytes tagKey(KeyBytes pad) {
        return pad.slice(Ciphertext.LENGTH, Tag.KEY_LENGTH);
    }
}
