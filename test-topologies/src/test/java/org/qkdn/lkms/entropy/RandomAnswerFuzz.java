package org.qkdn.lkms.entropy;

import java.io.IOException;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.qkdn.fuzz.Fuzzed;

/** What a random number generator answers, in each form that it may be configured to have. */
public final class RandomAnswerFuzz {
    private static final List<RestDevice> DEVICES = Stream.of(EntropyConfiguration.Encoding.values())
            .flatMap(encoding -> Stream.of(device(encoding, Optional.empty()), device(encoding, Optional.of("random"))))
            .toList();

    private RandomAnswerFuzz() {}

    private static RestDevice device(EntropyConfiguration.Encoding encoding, Optional<String> member) {
        try {
            return new RestDevice(
                    new EntropyConfiguration(
                            "https://localhost/random",
                            "qrng",
                            Optional.empty(),
                            encoding,
                            member,
                            1024,
                            EntropyConfiguration.WhenDown.REFUSE),
                    SSLContext.getDefault());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    public static void fuzzerTestOneInput(byte[] body) {
        for (var device : DEVICES) {
            try {
                Fuzzed.require(device.decode(body).length <= body.length, "no more than was sent");
            } catch (IOException e) {
                Fuzzed.require(
                        e.getCause() == null && e.getMessage().startsWith("answers what is not"), "quotes nothing");
            }
        }
    }
}
