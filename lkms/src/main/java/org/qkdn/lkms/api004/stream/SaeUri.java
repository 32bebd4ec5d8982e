package org.qkdn.lkms.api004.stream;

import java.util.ArrayList;
import java.util.List;

/**
 * The SAE IDs that a Source or Destination of ETSI GS QKD 004 may stand for: the whole text; else, of a URI, its user;
 * else its host; else what follows the scheme. So {@code sae-a}, {@code qkd://sae-a@kms.example:1234/vpn},
 * {@code qkd://sae-a/vpn} and {@code sae:sae-a} all name {@code sae-a}.
 */
final class SaeUri {
    private static final int LONGEST = 255;

    private SaeUri() {}

    /** In the order in which they are to be tried. */
    static List<String> names(String text) {
        var names = new ArrayList<>(List.of(text));
        int authority = text.indexOf("://");
        int scheme = text.indexOf(':');
        if (authority > 0) {
            var rest = text.substring(authority + 3).split("[/?#]", 2)[0];
            int at = rest.indexOf('@');
            if (at > 0) {
                names.add(rest.substring(0, at));
            }
            names.add(rest.substring(at + 1).replaceFirst(":[0-9]*$", ""));
        } else if (scheme > 0) {
            names.add(text.substring(scheme + 1).split("[?#]", 2)[0]);
        }
        names.removeIf(name ->
                name.isBlank() || name.length() > LONGEST || name.codePoints().anyMatch(Character::isISOControl));
        return List.copyOf(names);
    }
}
