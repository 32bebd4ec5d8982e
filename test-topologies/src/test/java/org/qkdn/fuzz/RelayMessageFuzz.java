package org.qkdn.fuzz;

import java.util.Arrays;
import org.qkdn.forwarding.relay.MalformedMessageException;
import org.qkdn.forwarding.relay.MessageCodec;

/** Frames of the relay protocol: each message has one encoding, so what is read is written the same way. */
public final class RelayMessageFuzz {
    private RelayMessageFuzz() {}

    public static void fuzzerTestOneInput(byte[] frame) {
        try {
            var message = MessageCodec.decode(frame);
            Fuzzed.require(Arrays.equals(MessageCodec.encode(message), frame), "one encoding only: " + message);
        } catch (MalformedMessageException e) {
            // refused
        }
    }
}
