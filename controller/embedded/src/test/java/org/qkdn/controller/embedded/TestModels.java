package org.qkdn.controller.embedded;

/** The models, parsed once for all tests: they are immutable and cost seconds. */
final class TestModels {
    static final Models MODELS = Models.fromClassPath();

    private TestModels() {}
}
