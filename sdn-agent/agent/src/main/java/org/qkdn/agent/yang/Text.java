package org.qkdn.agent.yang;

import java.util.stream.Collectors;

/** Text of others, made fit for XML 1.0 and one line. */
final class Text {
    private Text() {}

    static String printable(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c)
                                || !Character.isDefined(c)
                                || Character.getType(c) == Character.SURROGATE
                        ? ' '
                        : c)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }
}
