package org.qkdn.controller.core.model;

import java.util.Arrays;
import java.util.Optional;

/** How an LKMS makes keys of what comes over their paths; the names are those of {@code qkdn-types:combination}. */
public enum Combination {
    /** One share, which is the key. */
    SINGLE("single", 1),
    /** Each key comes whole over one of the paths, which carry the rate together. */
    SPLIT("split", 2),
    XOR("xor", 2),
    HKDF_SHA256("hkdf-sha256", 2),
    HKDF_SHA384("hkdf-sha384", 2),
    /** With a post-quantum share, which the two LKMSs agree on, so that one path is enough. */
    HKDF_SHA384_ML_KEM_768("hkdf-sha384+ml-kem-768", 1),
    HKDF_SHA384_ML_KEM_1024("hkdf-sha384+ml-kem-1024", 1),
    XOR_ML_KEM_768("xor+ml-kem-768", 1),
    XOR_ML_KEM_1024("xor+ml-kem-1024", 1);

    private final String text;
    private final int fewestPaths;

    Combination(String text, int fewestPaths) {
        this.text = text;
        this.fewestPaths = fewestPaths;
    }

    public static Optional<Combination> named(String text) {
        return Arrays.stream(values())
                .filter(combination -> combination.text.equals(text))
                .findFirst();
    }

    /** Shares that it needs from the network. */
    public int fewestPaths() {
        return fewestPaths;
    }

    @Override
    public String toString() {
        return text;
    }
}
