package org.qkdn.lkms.store;

/**
 * How a block came to be at both ends; kept with it, and told with its keys.
 *
 * @param direct true where one QKD link made it, false where nodes in between relayed it
 * @param paths how many links, each with a share of its own, it took; 0 where that is not known
 * @param combination name of the way the shares were combined; empty for a single one
 */
public record Origin(boolean direct, int paths, String combination) {
    /** Of blocks whose origin nobody asks for. */
    public static final Origin UNKNOWN = new Origin(false, 0, "");

    public Origin {
        if (paths < 0 || combination.length() > 64 || combination.indexOf('|') >= 0) {
            throw new IllegalArgumentException("no origin: " + paths + " paths, combination '" + combination + "'");
        }
    }

    /** Of a key that came two ways: what holds of both. */
    public Origin weaker(Origin other) {
        return new Origin(
                direct && other.direct,
                Math.min(paths, other.paths),
                combination.equals(other.combination) ? combination : "");
    }

    String encode() {
        return (direct ? "d" : "r") + "|" + paths + "|" + combination;
    }

    static Origin decode(String text) {
        if (text.isEmpty()) {
            return UNKNOWN;
        }
        var parts = text.split("\\|", -1);
        return new Origin(parts[0].equals("d"), Integer.parseInt(parts[1]), parts[2]);
    }
}
