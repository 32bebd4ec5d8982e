package org.qkdn.lkms.api004.json;

import org.qkdn.fuzz.Fuzzed;

/** What an SAE sends in the JSON form of ETSI GS QKD 004. */
public final class StreamRequestFuzz {
    private static final long UINT32 = 0xFFFF_FFFFL;

    private StreamRequestFuzz() {}

    public static void fuzzerTestOneInput(byte[] sent) {
        var open = RequestBody.read(sent);
        var request = open.open("sae-a", "sae-b");
        if (open.fault().isEmpty()) {
            var qos = request.qos();
            Fuzzed.require(
                    qos.keyChunkSize() >= 0 && qos.keyChunkSize() <= UINT32, "a number as the binary form has it");
            Fuzzed.require(request.source() != null && request.destination() != null, "names");
        }
        var get = RequestBody.read(sent);
        var id = get.id("");
        var index = get.index();
        long metadata = get.metadataSize();
        if (get.fault().isEmpty()) {
            Fuzzed.require(id != null && index.orElse(0) >= 0 && index.orElse(0) <= UINT32, "an index");
            Fuzzed.require(metadata >= 0 && metadata <= UINT32, "a size");
        }
    }
}
