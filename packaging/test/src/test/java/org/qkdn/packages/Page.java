package org.qkdn.packages;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The fenced bash blocks of a page of the documentation. */
record Page(String text) {
    private static final Pattern BLOCK = Pattern.compile(
            "^```bash (\\w+)\n(.*?)^```\n(?:```expect\n(.*?)^```$)?", Pattern.DOTALL | Pattern.MULTILINE);

    /**
     * A block, made ready to run.
     *
     * @param kind the word behind {@code bash}
     * @param expected regular expressions, of which each must match some of the output
     */
    record Block(String kind, String script, List<String> expected) {
        /** Those that do not match. */
        List<String> missing(String output) {
            return expected.stream()
                    .filter(line -> !Pattern.compile(line, Pattern.MULTILINE)
                            .matcher(output)
                            .find())
                    .toList();
        }
    }

    static Page read(String name) throws IOException {
        return new Page(Files.readString(Packages.HOME.resolve("docs").resolve(name)));
    }

    /** Blocks of some kinds in a section, in order, each after all of the page's setup blocks. */
    List<Block> blocks(String section, Set<String> kinds) {
        var found = matches(section(section), kinds).stream()
                .map(block -> new Block(block.kind(), setup() + block.script(), block.expected()))
                .toList();
        if (found.isEmpty()) {
            throw new AssertionError("no block of bash " + kinds + " in section " + section);
        }
        return found;
    }

    /** All of the page's setup blocks. */
    String setup() {
        var setup = new StringBuilder();
        matches(text, Set.of("setup")).forEach(block -> setup.append(block.script()));
        return setup.toString();
    }

    private String section(String heading) {
        int from = text.indexOf("\n## " + heading + "\n");
        if (from < 0) {
            throw new AssertionError("no section " + heading);
        }
        int to = text.indexOf("\n## ", from + 1);
        return to < 0 ? text.substring(from) : text.substring(from, to);
    }

    private static List<Block> matches(String text, Set<String> kinds) {
        return BLOCK.matcher(text)
                .results()
                .filter(found -> kinds.contains(found.group(1)))
                .map(found -> new Block(
                        found.group(1),
                        found.group(2),
                        Optional.ofNullable(found.group(3)).stream()
                                .flatMap(String::lines)
                                .toList()))
                .toList();
    }
}
