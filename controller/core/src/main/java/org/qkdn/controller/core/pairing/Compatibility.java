package org.qkdn.controller.core.pairing;

import com.google.common.base.Splitter;
import java.util.Locale;
import java.util.Optional;
import org.qkdn.controller.core.model.QkdModule;
import org.qkdn.controller.core.model.Role;

/** Whether two modules can make key together, whatever lies between them. */
final class Compatibility {
    private Compatibility() {}

    /** Modules of the same kind can, one transmitting and the other receiving. */
    record Kind(String technology, String vendor) {}

    static Kind kind(QkdModule module) {
        return new Kind(module.technology(), vendor(module));
    }

    /** Why they cannot; empty where they can. */
    static Optional<String> objection(QkdModule transmitter, QkdModule receiver) {
        if (transmitter.id().node().equals(receiver.id().node())) {
            return Optional.of("both modules are in node " + transmitter.id().node());
        }
        if (transmitter.role() == Role.RECEIVER) {
            return Optional.of(transmitter.id() + " is a receiver and cannot transmit");
        }
        if (receiver.role() == Role.TRANSMITTER) {
            return Optional.of(receiver.id() + " is a transmitter and cannot receive");
        }
        if (!transmitter.technology().equals(receiver.technology())) {
            return Optional.of("technologies differ: " + described(transmitter, transmitter.technology()) + ", "
                    + described(receiver, receiver.technology()));
        }
        if (!vendor(transmitter).equals(vendor(receiver))) {
            return Optional.of("vendors differ: " + described(transmitter, transmitter.model()) + ", "
                    + described(receiver, receiver.model()));
        }
        return Optional.empty();
    }

    private static String described(QkdModule module, String what) {
        return module.id() + " is " + (what.isBlank() ? "unknown" : what);
    }

    /** The first word of the model: modules of different vendors do not speak the same protocol. */
    private static String vendor(QkdModule module) {
        return Splitter.on(' ')
                .trimResults()
                .splitToStream(module.model())
                .findFirst()
                .orElse("")
                .toLowerCase(Locale.ROOT);
    }
}
