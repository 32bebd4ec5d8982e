package org.qkdn.fuzz;

/** What a fuzz target finds wrong. Anything it throws is a finding. */
public final class Fuzzed {
    private Fuzzed() {}

    public static void require(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError(what);
        }
    }
}
