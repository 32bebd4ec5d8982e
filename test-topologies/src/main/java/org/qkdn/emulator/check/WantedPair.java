package org.qkdn.emulator.check;

import java.util.Optional;

/** A transmitter that shall meet a receiver; the controller picks the channel where none is named. */
public record WantedPair(
        String transmitter,
        long transmitterInterface,
        String receiver,
        long receiverInterface,
        Optional<String> channel) {
    /** Its place in the operator's configuration. */
    String path() {
        return "/qkdn-optical:optical/pairing=" + transmitter + "," + transmitterInterface;
    }

    String transmitterModule() {
        return transmitter + "/" + transmitterInterface;
    }

    String receiverModule() {
        return receiver + "/" + receiverInterface;
    }
}
