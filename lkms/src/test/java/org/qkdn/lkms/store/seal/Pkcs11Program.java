package org.qkdn.lkms.store.seal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.qkdn.lkms.store.KeyBytes;
import org.qkdn.lkms.store.KeyDatabase;
import org.qkdn.lkms.store.Origin;
import org.qkdn.lkms.store.Owner;
import org.qkdn.lkms.store.StateException;
import org.qkdn.lkms.store.StoreId;
import org.qkdn.lkms.store.StoreSettings;
import org.qkdn.lkms.store.UsedRanges;

/** {@code STATE LIBRARY PIN-FILE store|count LABEL [PREVIOUS-LABEL]}; the label pkcs12 means a file. */
public final class Pkcs11Program {
    private static final StoreId STORE = StoreId.link("l");

    private Pkcs11Program() {}

    public static void main(String[] arguments) {
        var state = Path.of(arguments[0]);
        var previous = arguments.length > 5
                ? Optional.of(source(state, arguments, arguments[5]))
                : Optional.<KeySource>empty();
        var settings = new StoreSettings(
                state, source(state, arguments, arguments[4]), previous, Optional.empty(), Duration.ofSeconds(5));
        try (var database = KeyDatabase.open(settings)) {
            if (arguments[3].equals("store")) {
                boolean stored = database.call(blocks -> blocks.insert(
                        STORE,
                        new UUID(1, 1),
                        Owner.OWN,
                        Origin.UNKNOWN,
                        KeyBytes.owning(new byte[64]),
                        UsedRanges.NONE));
                System.out.println("stored: " + stored);
            } else {
                long bytes = database.call(blocks -> blocks.ownPieces(STORE, 1));
                System.out.println(bytes + " bytes");
            }
        } catch (StateException e) {
            System.out.println(e.getMessage());
        }
    }

    private static KeySource source(Path state, String[] arguments, String label) {
        if (!label.equals("pkcs12")) {
            return new Pkcs11Source(Path.of(arguments[1]), null, label, Path.of(arguments[2]));
        }
        try {
            var file = Pkcs12Source.in(state);
            file.make();
            return file;
        } catch (StateException e) {
            throw new IllegalStateException(e);
        }
    }
}
