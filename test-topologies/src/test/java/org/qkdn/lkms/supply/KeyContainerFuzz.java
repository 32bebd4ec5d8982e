package org.qkdn.lkms.supply;

import java.io.IOException;
import org.qkdn.fuzz.Fuzzed;

/** What a module's KME answers: keys, or refused. */
public final class KeyContainerFuzz {
    private KeyContainerFuzz() {}

    public static void fuzzerTestOneInput(byte[] body) {
        try (var container = KeyContainer.read(body)) {
            Fuzzed.require(container.ids().stream().noneMatch(String::isEmpty), "each key has an ID");
            Fuzzed.require(container.toString().length() < 1_000_000, "a name");
        } catch (IOException e) {
            // refused
        }
    }
}
