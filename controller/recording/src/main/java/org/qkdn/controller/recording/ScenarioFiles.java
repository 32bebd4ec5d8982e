package org.qkdn.controller.recording;

import java.nio.file.Path;

/** How the files of a scenario are named: {@code NN-input.json} and, beside it, {@code NN-output.json}. */
final class ScenarioFiles {
    static final String INPUT = "-input.json";
    static final String OUTPUT = "-output.json";

    private ScenarioFiles() {}

    static Path output(Path input) {
        String name = input.getFileName().toString();
        String stem = name.endsWith(INPUT) ? name.substring(0, name.length() - INPUT.length()) : name;
        return input.resolveSibling(stem + OUTPUT);
    }
}
