package org.qkdn.lkms.api014;

import java.util.List;
import java.util.UUID;
import org.qkdn.fuzz.Fuzzed;

/** Bodies of ETSI GS QKD 014 requests: whatever they are, they are understood within the limits or refused. */
public final class KeyRequestFuzz {
    private static final Limits LIMITS = Limits.of(32, 1000, 8);
    private static final RequestReader READER = new RequestReader(LIMITS);

    private KeyRequestFuzz() {}

    public static void fuzzerTestOneInput(byte[] body) {
        switch (READER.keyRequest(body)) {
            case Parsed.Good<KeyRequest>(var request) -> {
                Fuzzed.require(request.number() >= 1 && request.number() <= LIMITS.maxKeyPerRequest(), "number");
                Fuzzed.require(request.sizeBits() % 8 == 0, "whole bytes");
                Fuzzed.require(
                        request.sizeBits() >= LIMITS.minKeySize() && request.sizeBits() <= LIMITS.maxKeySize(), "size");
                Fuzzed.require(request.moreSlaves().size() <= LIMITS.maxSaeIdCount(), "slaves");
            }
            case Parsed.Wrong<KeyRequest>(var answer) ->
                Fuzzed.require(!answer.message().isBlank(), "says why");
        }
        switch (READER.keyIds(body)) {
            case Parsed.Good<List<UUID>>(var ids) -> Fuzzed.require(!ids.isEmpty(), "names a key");
            case Parsed.Wrong<List<UUID>>(var answer) ->
                Fuzzed.require(!answer.message().isBlank(), "says why");
        }
    }
}
