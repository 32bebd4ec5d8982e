package org.qkdn.emulator.e2e;

import java.io.IOException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Hands the one running network to all tests that want it; it starts with the first and ends after the last. */
final class RunningNetwork implements ParameterResolver {
    private static final Namespace HERE = Namespace.create(RunningNetwork.class);

    /** What the store closes at the end of the whole run. */
    private record Held(EmulatedRun run) implements AutoCloseable {
        static Held start() {
            try {
                return new Held(EmulatedRun.start("madqci"));
            } catch (Exception e) {
                throw new ParameterResolutionException("the network does not start: " + e.getMessage(), e);
            }
        }

        @Override
        public void close() throws IOException {
            run.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == EmulatedRun.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(HERE)
                .getOrComputeIfAbsent(EmulatedRun.class, first -> Held.start(), Held.class)
                .run();
    }
}
