package org.qkdn.optical;

/**
 * Where a message of TL1 ends (Telcordia GR-831): at a semicolon, or at an angle bracket that begins a line, neither of them in a
 * quoted string or a comment.
 */
final class Tl1Framing implements TextConnection.Framing {
    private enum Place {
        TEXT,
        QUOTED,
        ESCAPED,
        COMMENT
    }

    private Place place = Place.TEXT;
    private char before = '\n';

    @Override
    public boolean endsWith(char c) {
        final var last = before;
        before = c;
        return switch (place) {
            case TEXT -> {
                if (c == '"') {
                    place = Place.QUOTED;
                } else if (last == '/' && c == '*') {
                    place = Place.COMMENT;
                }
                yield c == ';' || ((c == '<' || c == '>') && (last == '\n' || last == '\r'));
            }
            case QUOTED -> {
                place = c == '"' ? Place.TEXT : c == '\\' ? Place.ESCAPED : Place.QUOTED;
                yield false;
            }
            case ESCAPED -> {
                place = Place.QUOTED;
                yield false;
            }
            case COMMENT -> {
                place = last == '*' && c == '/' ? Place.TEXT : Place.COMMENT;
                yield false;
            }
        };
    }
}
