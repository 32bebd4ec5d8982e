package org.qkdn.fuzz;

import com.google.protobuf.InvalidProtocolBufferException;
import org.qkdn.lkms.assignment.Assignment;
import org.qkdn.node.v1.KeyStoreConfiguration;

/** What an agent may order of an LKMS. */
public final class AssignmentFuzz {
    private AssignmentFuzz() {}

    public static void fuzzerTestOneInput(byte[] message) {
        try {
            var assignment = Assignment.of(KeyStoreConfiguration.parseFrom(message));
            Fuzzed.require(assignment.storesKeptFrom(Assignment.EMPTY) != null, "stores");
            Fuzzed.require(assignment.between("sae-a", "sae-b") != null, "an outcome");
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            Fuzzed.require(e.getMessage() != null && !e.getMessage().isBlank(), "says why");
        }
    }
}
