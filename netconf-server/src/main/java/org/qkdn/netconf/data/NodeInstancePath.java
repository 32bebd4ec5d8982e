package org.qkdn.netconf.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A node-instance-identifier (RFC 8341): names are prefixed by the names of modules, where a step without prefix is of its
 * parent's module; a list without predicates means all its entries, and the variable USER is the session's user.
 */
public record NodeInstancePath(List<Step> steps) {
    private static final String NAME = "[A-Za-z_][A-Za-z0-9._-]*";
    private static final Pattern STEP = Pattern.compile("/\\s*(?:(" + NAME + "):)?(" + NAME + ")");
    private static final Pattern PREDICATE = Pattern.compile("\\s*\\[\\s*(?:(\\.)|(?:(" + NAME + "):)?(" + NAME
            + "))\\s*=\\s*(?:'([^']*)'|\"([^\"]*)\"|(\\$USER))\\s*]\\s*");

    /** A node's name, and what its keys have to be. */
    public record Step(String module, String name, List<Predicate> predicates) {
        public Step {
            predicates = List.copyOf(predicates);
        }
    }

    /**
     * One key.
     *
     * @param value empty: the name of the user
     */
    public record Predicate(String module, String name, Optional<String> value) {}

    public NodeInstancePath {
        steps = List.copyOf(steps);
    }

    /** Empty where the text is no such path. */
    public static Optional<NodeInstancePath> parse(String text) {
        final var path = text.strip();
        if (path.equals("/")) {
            return Optional.of(new NodeInstancePath(List.of()));
        }
        final var steps = new ArrayList<Step>();
        int at = 0;
        String module = "";
        while (at < path.length()) {
            final var step = matcherAt(STEP, path, at);
            if (!step.lookingAt()) {
                return Optional.empty();
            }
            at = step.end();
            module = step.group(1) == null ? module : step.group(1);
            if (module.isEmpty()) {
                return Optional.empty();
            }
            final var predicates = new ArrayList<Predicate>();
            for (var found = matcherAt(PREDICATE, path, at);
                    found.lookingAt();
                    found = matcherAt(PREDICATE, path, at)) {
                predicates.add(predicate(found, module));
                at = found.end();
            }
            steps.add(new Step(module, step.group(2), predicates));
        }
        return steps.isEmpty() ? Optional.empty() : Optional.of(new NodeInstancePath(steps));
    }

    /** All names of modules in it. */
    public List<String> modules() {
        return steps.stream().map(Step::module).distinct().toList();
    }

    private static Predicate predicate(Matcher found, String module) {
        final var name = found.group(1) == null ? found.group(3) : ".";
        final var quoted = Optional.ofNullable(found.group(4)).or(() -> Optional.ofNullable(found.group(5)));
        return new Predicate(found.group(2) == null ? module : found.group(2), name, quoted);
    }

    private static Matcher matcherAt(Pattern pattern, String text, int at) {
        return pattern.matcher(text).region(at, text.length());
    }
}
