package org.qkdn.node.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Tells whether an audit log is as it was written: {@code AuditCheck <folder of audit.log> <audit-verify.key>}. Exit code 0:
 * it is; 1: it was altered; 2: it cannot be read. Entries cut off at the end are noticed by the node itself when it starts.
 */
public final class AuditCheck {
    private AuditCheck() {}

    /** Outcome of a check. */
    public sealed interface Verdict {
        record Unbroken(long entries) implements Verdict {}

        record Broken(long entry, String why) implements Verdict {}
    }

    public static void main(String[] arguments) {
        if (arguments.length != 2) {
            System.err.println("usage: AuditCheck <folder of audit.log> <audit-verify.key>");
            System.exit(2);
        }
        try {
            switch (check(Path.of(arguments[0]), Path.of(arguments[1]))) {
                case Verdict.Unbroken good -> System.out.println(good.entries() + " entries, none altered");
                case Verdict.Broken bad -> {
                    System.out.println("entry " + bad.entry() + ": " + bad.why());
                    System.exit(1);
                }
            }
        } catch (IOException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    public static Verdict check(Path folder, Path verifyKey) throws IOException {
        var key = new AuditKey(1, firstKey(verifyKey));
        for (var log : AuditFile.logs(folder)) {
            try (var lines = Files.newBufferedReader(log)) {
                for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                    var fault = fault(line, key);
                    if (fault.isPresent()) {
                        return new Verdict.Broken(key.number(), fault.get());
                    }
                    key.next();
                }
            }
        }
        return new Verdict.Unbroken(key.number() - 1);
    }

    private static Optional<String> fault(String line, AuditKey key) {
        var entry = AuditEntry.parse(line);
        if (entry.isEmpty()) {
            return Optional.of("not an entry of an audit log");
        }
        if (entry.get().number() != key.number()) {
            return Optional.of("entry " + entry.get().number() + " stands where entry " + key.number() + " belongs");
        }
        return key.sealed(entry.get().text(), entry.get().seal())
                ? Optional.empty()
                : Optional.of("its seal is wrong: it, or one before it, was altered");
    }

    private static byte[] firstKey(Path file) throws IOException {
        try {
            var key = HexFormat.of().parseHex(Files.readString(file).strip());
            if (key.length == AuditKey.LENGTH) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            // said below
        } catch (IOException e) {
            throw new IOException(file + " cannot be read: name the audit-verify.key of the log's first start", e);
        }
        throw new IOException(file + " is no verification key: 64 hexadecimal digits are expected");
    }
}
