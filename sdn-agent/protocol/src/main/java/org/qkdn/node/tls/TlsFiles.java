package org.qkdn.node.tls;

import java.nio.file.Path;

/**
 * Where a process finds its identity: PEM files with its certificate, its PKCS#8 private key and the CA whose
 * certificates it trusts.
 */
public record TlsFiles(Path certificate, Path key, Path ca) {
    public TlsFiles {
        require(certificate, "certificate");
        require(key, "key");
        require(ca, "ca");
    }

    /** Relative paths in a configuration file are relative to that file. */
    public TlsFiles relativeTo(Path directory) {
        return new TlsFiles(directory.resolve(certificate), directory.resolve(key), directory.resolve(ca));
    }

    private static void require(Path path, String name) {
        if (path == null) {
            throw new IllegalArgumentException("tls: '" + name + "' is missing: name a PEM file");
        }
    }
}
