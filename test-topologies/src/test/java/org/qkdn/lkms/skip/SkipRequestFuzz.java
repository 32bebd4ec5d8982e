package org.qkdn.lkms.skip;

import java.nio.charset.StandardCharsets;
import org.qkdn.fuzz.Fuzzed;

/** Request targets of SKIP. */
public final class SkipRequestFuzz {
    private SkipRequestFuzz() {}

    public static void fuzzerTestOneInput(byte[] sent) {
        var uri = new String(sent, StandardCharsets.ISO_8859_1);
        int end = uri.indexOf('?') < 0 ? uri.length() : uri.indexOf('?');
        var path = uri.substring(0, end);
        if (!SkipRequest.isPath(path)) {
            return;
        }
        switch (SkipRequest.of(path, uri)) {
            case SkipRequest.Capabilities all -> Fuzzed.require(path.equals("/capabilities"), "asked for");
            case SkipRequest.NewKey key ->
                Fuzzed.require(
                        key.sizeBits() % 8 == 0
                                && key.sizeBits() >= SkipRequest.LEAST_SIZE
                                && key.sizeBits() <= SkipRequest.MOST_SIZE,
                        "a size");
            case SkipRequest.KeyById key -> Fuzzed.require(key.remoteSystem() != null, "a system");
            case SkipRequest.Entropy entropy ->
                Fuzzed.require(entropy.bits() >= 1 && entropy.bits() <= SkipRequest.MOST_ENTROPY, "a size");
            case SkipRequest.Bad bad -> Fuzzed.require(!bad.message().isBlank(), "says why");
        }
    }
}
